/**
 * Kinds of history beyond the plain one. Every history takes part in some of those that are switched on, so that each
 * is met alone, together with others, and not at all.
 */
export const dimensions = {
  stores: 'two stores, with ids and names in common, share one mount',
  engines: 'two engines work at the same time, and one of them may die on the way',
  touched: 'the database gives a row another version with every update, that of a mark too',
  meanwhile: 'the host changes documents while the engine works',
  dumps: 'a dump is loaded, and ids are given a second time',
  inside: 'sources are files of the share',
  edited: 'copies are moved by hand, and their receipts put right in the database',
  unkept: 'the database does not keep a mark',
} as const;

export type Dimension = keyof typeof dimensions;

/** All of them; by the variable, some: `stores,engines`, or none for an empty one. */
export const switchedOn: readonly Dimension[] = chosen();

function chosen(): Dimension[] {
  const all = Object.keys(dimensions) as Dimension[];
  const wanted = process.env.DOCMIRROR_TEST_MODEL_DIMENSIONS?.split(',');
  return all.filter((dimension) => wanted?.includes(dimension) ?? true);
}
