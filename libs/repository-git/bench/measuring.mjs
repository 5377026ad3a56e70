/** The middle of several runs and how far they spread; `before` is not timed. */
export async function measure(runs, work, before = async () => undefined) {
  const values = [];
  for (let run = 0; run < runs; run += 1) {
    const prepared = await before(run);
    const start = performance.now();
    const own = await work(prepared);
    values.push(typeof own === 'number' ? own : performance.now() - start);
  }
  return summarize(values);
}

export function summarize(values) {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return { value: middle, spread: sorted.at(-1) - sorted[0] };
}

/** A figure; `peer` is what native git takes for the same. */
export function figure(name, unit, { value, spread }, { want, peer } = {}) {
  return { name, unit, value, spread, want, peer, ratio: peer ? value / peer : undefined };
}
