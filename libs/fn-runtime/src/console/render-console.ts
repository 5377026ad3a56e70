import { type FunctionResult } from '@porch/api';
import { type FinishedStepEvent, type RenderEvents, type StepEvent } from '../pipeline/render-events';
import { durationText, resultText } from './result-text';

/** Colours a word, on terminals that show colours. */
export type Paint = (word: string, colour: 'green' | 'red' | 'yellow') => string;

const plain: Paint = (word) => word;

/** Writes a render's progress in kpt's words. */
export function createRenderConsole(write: (text: string) => void, paint: Paint = plain): RenderEvents {
  return {
    packageStarted: (name) => write(`Package "${name}":\n`),
    packageFinished: () => write('\n'),
    stepStarted: (event) => write(`[RUNNING] "${event.name}"${selection(event)}${location(event)}\n`),
    stepPassed: (event) => {
      write(`${paint('[PASS]', 'green')} "${event.name}" in ${durationText(event.durationMilliseconds)}\n`);
      write(report(event));
    },
    stepFailed: (event) => {
      write(`${paint('[FAIL]', 'red')} "${event.name}" in ${durationText(event.durationMilliseconds)}\n`);
      write(report(event));
      if (event.exitCode !== undefined) write(`  Exit code: ${event.exitCode}\n\n`);
    },
    stepSkipped: (event) => write(`${paint('[SKIPPED]', 'yellow')} "${event.name}" (celCondition not met)\n`),
  };
}

function selection({ selected }: { readonly selected: number | undefined }): string {
  return selected === undefined ? '' : ` on ${selected} resource(s)`;
}

function location(event: StepEvent): string {
  return event.package === '' ? '' : ` on package "${event.package}"`;
}

function report({ results, stderr }: FinishedStepEvent): string {
  return block('[Results]', results.map(resultLine)) + (stderr === '' ? '' : block('Stderr', stderr.split('\n')));
}

const resultLine = (result: FunctionResult) => resultText(result).replaceAll('\n', ' ').trim();

function block(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return [`  ${title}:`, ...lines.map((line) => `    ${line.trim()}`), ''].join('\n');
}
