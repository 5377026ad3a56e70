import { evaluationFailureText, readEvaluationFailure } from './evaluation-failure';
import { MAX_STATUS_BYTES, statusBytes } from './status-text';

const output = { items: [], exitCode: 3, stderr: 'no way\nreally' };

describe('the status message of a failed function', () => {
  it('has upstream’s words, with and without structured results', () => {
    expect(evaluationFailureText('f:v1', { ...output, results: [] })).toBe(
      'Failed to execute function "f:v1": exit status 3 (no way\nreally)',
    );
    expect(evaluationFailureText('f:v1', { ...output, results: [{ message: 'bad', severity: 'error' }] })).toBe(
      'failed to evaluate function "f:v1" with structured results: - message: bad\n  severity: error and stderr: no way\nreally',
    );
  });

  it('gives its results back', () => {
    const results = [
      { message: 'a: "b" and stderr: c', severity: 'error' as const },
      { message: 'two\nlines', resourceRef: { kind: 'Pod', name: 'p' }, field: { path: 'spec' } },
    ];
    const text = evaluationFailureText('f:v1', { ...output, results });
    expect(readEvaluationFailure(text)).toEqual({ results, stderr: output.stderr });
  });

  it('keeps what a status message holds of a function that says too much, and tells how much is missing', () => {
    const stderr = `first ${'ü%\n'.repeat(50_000)} last`;
    for (const results of [
      [],
      Array.from({ length: 5000 }, (_, index) => ({ message: `number ${index} is no good` })),
    ]) {
      const text = evaluationFailureText('f:v1', { ...output, results, stderr });
      expect(statusBytes(text)).toBeLessThanOrEqual(MAX_STATUS_BYTES);
      expect(text).toMatch(/first .* \[\d+ characters left out\] .* last\)?$/s);
      const read = readEvaluationFailure(text).results;
      const last = results.length === 0 ? [] : [/^\d+ more results left out/];
      expect(read.slice(-1).map(({ message }) => message)).toEqual(
        last.map((words) => expect.stringMatching(words) as string),
      );
    }
    const long = evaluationFailureText('f:v1', { ...output, results: [{ message: `why ${'x'.repeat(1e6)} not` }] });
    expect(readEvaluationFailure(long).results).toEqual([
      { message: expect.stringMatching(/^why x+ \[\d+ characters left out\] x+ not$/) as string },
    ]);
  });

  it('is all standard error where it holds none that are understood', () => {
    for (const text of [
      'Failed to execute function "f": exit status 1 (x)',
      'failed to evaluate function "f" with structured results: [{bad map[] and stderr: x',
      'failed to evaluate function "f" with structured results: some text and stderr: x',
      'panic',
    ]) {
      expect(readEvaluationFailure(text)).toEqual({ results: [], stderr: text });
    }
  });
});
