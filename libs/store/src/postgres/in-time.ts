/** What a promise settles to, unless that takes longer; the work itself goes on. */
export function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('timeout exceeded when waiting for an answer')), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
