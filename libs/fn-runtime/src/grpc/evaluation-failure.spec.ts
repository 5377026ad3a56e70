import { evaluationFailureText, readEvaluationFailure } from './evaluation-failure';

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
