/** Figures of all runs of one kind, as one. */
export function summarize(results) {
  const groups = new Map();
  for (const result of results) {
    const { part, target, data, documents, peer } = result;
    const key = [part, target, data, documents, peer].join('|');
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].map((group) => {
    const [{ part, target, targetTitle, data, documents, sizes, peer }] = group;
    const of = (pick) => group.map(pick).filter((value) => value !== undefined && value !== null);
    const seconds = of((result) => result.seconds);
    return {
      ...{ part, target, targetTitle, data, documents, sizes, peer, rounds: seconds.length },
      seconds: median(seconds),
      fastest: seconds.length === 0 ? undefined : Math.min(...seconds),
      slowest: seconds.length === 0 ? undefined : Math.max(...seconds),
      calls: median(of((result) => result.calls?.all / documents)),
      reads: median(of((result) => result.calls?.reads / documents)),
      counted: of((result) => result.counted)[0],
      cpu: [0, 1].map((n) => median(of((result) => result.cpu?.[n]))),
      peak: [0, 1].map((n) => median(of((result) => result.peak?.[n]))),
      loopP99Ms: median(of((result) => result.loopP99Ms)),
      loopMaxMs: median(of((result) => result.loopMaxMs)),
      queries: median(of((result) => result.queries)),
    };
  });
}

export function median(values) {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}
