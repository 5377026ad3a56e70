/** Maps items to promises with at most so many under way, and gives the results in order as they are asked for. */
export async function* mapInOrder<T, R>(
  items: readonly T[],
  concurrency: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R, void, void> {
  const underWay: Promise<R>[] = [];
  const start = (item: T) => {
    const result = map(item);
    // A failure is told when its turn comes, or never when nobody asks any more.
    result.catch(() => undefined);
    underWay.push(result);
  };
  for (const item of items) {
    start(item);
    if (underWay.length >= concurrency) yield await (underWay.shift() as Promise<R>);
  }
  for (const result of underWay) yield await result;
}
