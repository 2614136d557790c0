/**
 * What is asked of this project, as conditions on rows of the table: `of` says which rows, `value(row, find)` is what
 * was measured (undefined: not enough was measured to say).
 */
const conditions = [
  faster('slow', 'mix', 'docmirror-4', 'rclone-4', 1.1),
  faster('slow', 'mix', 'docmirror-16', 'rclone-16', 1.6),
  faster('slow', 'mix', 'docmirror-4', 'copy2', 4.5),
  faster('slow', 'mix', 'docmirror-16', 'copy2', 13),
  faster('tmpfs', 'mix', 'docmirror-4', 'rclone-4', 2),
  atMostTimes('tmpfs', 'mix', 'docmirror-4', 'cp', 1.5),
  atMostTimes('tmpfs', 'large', 'docmirror-4', 'cp', 1.25),
  atMostTimes('disk', 'large', 'docmirror-4', 'cp', 1.25),
  atMost({ part: 'copy', target: 'slow' }, 'calls for each', (row) => row.calls, 12),
  atMost({ part: 'identical', target: 'slow' }, 'calls for each and the reads', ({ calls, reads }) => calls - reads, 5),
  atMost({ part: 'second-run' }, 'query', (row) => row.queries, 1),
  below({ part: 'copy', data: 'mix' }, 'ms: loop delay, p99', (row) => row.loopP99Ms, 10),
  below({ part: 'startup' }, 'ms', (row) => row.seconds * 1_000, 150),
  ...['time for each', 'peak of the host', 'peak of the copy process'].map(flat),
];

function faster(target, data, peer, other, factor) {
  return {
    of: { part: 'copy', target, data, peer },
    asked: `at least ${factor}× as fast as ${other}`,
    value: (row, find) => find({ part: 'copy', target, data, peer: other })?.seconds / row.seconds,
    unit: '×',
    holds: (value) => value >= factor,
  };
}

function atMostTimes(target, data, peer, other, factor) {
  return {
    of: { part: 'copy', target, data, peer },
    asked: `at most ${factor}× the time of ${other}`,
    value: (row, find) => row.seconds / find({ part: 'copy', target, data, peer: other })?.seconds,
    unit: '×',
    holds: (value) => value <= factor,
  };
}

function atMost(of, what, value, limit) {
  return { of, asked: `at most ${limit} ${what}`, value, unit: '', holds: (measured) => measured <= limit };
}

function below(of, what, value, limit) {
  return { of, asked: `under ${limit} ${what}`, value, unit: ' ms', holds: (measured) => measured < limit };
}

/** Against the fewest documents. */
function flat(what, n) {
  const figure = [(row) => row.seconds / row.documents, ({ peak }) => peak[0], ({ peak }) => peak[1]][n];
  return {
    of: { part: 'growth' },
    asked: `${what} at most 1.2×`,
    value: (row, find) => {
      const fewest = find({ part: 'growth', documents: 1_000 });
      return fewest === row ? undefined : figure(row) / figure(fewest);
    },
    unit: '×',
    holds: (value) => value <= 1.2,
  };
}

/** What is asked of one row: [{ asked, measured, holds }]. `rows` are all of them. */
export function askedOf(row, rows) {
  if (!row.peer.startsWith('docmirror')) return [];
  const fits = (candidate, of) => Object.entries(of).every(([name, value]) => candidate[name] === value);
  const find = (of) => rows.find((candidate) => fits(candidate, of));
  return conditions
    .filter(({ of }) => fits(row, of))
    .map(({ asked, value, unit, holds }) => ({ asked, unit, value: value(row, find), holds }))
    .filter(({ value }) => Number.isFinite(value))
    .map(({ asked, unit, value, holds }) => ({ asked, measured: `${shown(value)}${unit}`, holds: holds(value) }));
}

function shown(value) {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
