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

/** Not played yet, and why. */
const off: Partial<Record<Dimension, string>> = {
  stores: 'stores write their lists under the same names',
  engines: 'a share that another engine adopts at the same moment is taken for a strange one',
  touched: 'an engine takes back marks of the same content when the version alone changed',
  dumps: 'a line of a list is taken for a row’s by the id alone',
  inside: 'a source on the share is taken for a copy, and removed',
  edited: 'a walk goes round where the key of a receipt and its claim differ',
  unkept: 'a mark that the database does not keep counts as made',
};

/** Those of every suite; by the variable, others: `stores,engines`, or none for an empty one. */
export const switchedOn: readonly Dimension[] = chosen();

function chosen(): Dimension[] {
  const all = Object.keys(dimensions) as Dimension[];
  const wanted = process.env.DOCMIRROR_TEST_MODEL_DIMENSIONS?.split(',');
  return all.filter((dimension) => (wanted ? wanted.includes(dimension) : off[dimension] === undefined));
}
