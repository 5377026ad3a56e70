/** What one check of `porchctl doctor` found. */
export interface Finding {
  outcome: 'ok' | 'warning' | 'failed';
  /** What was looked at. */
  what: string;
  /** What was found. */
  found: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (what: string, found: string): Finding => ({ outcome: 'ok', what, found });
export const warning = (what: string, found: string, advice: string): Finding => ({
  outcome: 'warning',
  what,
  found,
  advice,
});
export const failed = (what: string, found: string, advice: string): Finding => ({
  outcome: 'failed',
  what,
  found,
  advice,
});
