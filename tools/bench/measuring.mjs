/** Milliseconds that one piece of work takes. */
export async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The times of several runs one after another. */
export async function samples(count, work) {
  const taken = [];
  for (let at = 0; at < count; at += 1) taken.push(await timed(() => work(at)));
  return taken;
}

/** The value below which a share (0 to 1) of the others lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** The middle and how far the quartiles are apart; of up to three values, how far they spread. */
export function summarize(values) {
  return { value: quantile(values, 0.5), spread: quantile(values, 0.75) - quantile(values, 0.25) };
}

/** The middle of several runs; `before` is not timed. Work that measures itself returns its own figure. */
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

/** A figure; `peer` is what the peer takes for the same. */
export function figure(name, unit, { value, spread }, { want, peer } = {}) {
  return { name, unit, value, spread, want, peer, ratio: peer ? value / peer : undefined };
}
