import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { isPorchError } from '@porch/api';

const tracer = trace.getTracer('@porch/server');

/**
 * Runs work within a span. A failure leaves its kind in the span and no text: that may name what only the caller may
 * read. Costs next to nothing while nobody collects spans.
 */
export function traced<T>(name: string, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', errorType(error));
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A span of something that has just ended and took so long. */
export function tracedAfterwards(name: string, attributes: Attributes, milliseconds: number, failed: boolean): void {
  const end = Date.now();
  const span = tracer.startSpan(name, { attributes, startTime: end - milliseconds });
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(end);
}

function errorType(error: unknown): string {
  if (isPorchError(error)) return error.reason;
  return error instanceof Error ? error.name : 'unknown';
}
