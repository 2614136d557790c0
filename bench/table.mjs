import { askedOf } from './asked.mjs';
import { allPeers } from './peers/index.mjs';
import { summarize } from './summary.mjs';

const columns = [
  ...[
    'Target',
    'Documents',
    'Tool',
    'Median',
    'From–to',
    'Time, docmirror at 4 = 1',
    'Calls for each',
    'CPU s',
    'Peak MB',
  ],
  ...['Loop delay p99, max ms', 'Asked', 'Measured'],
];
const kind = ['target', 'data', 'documents', 'peer'];
/** Traced are a part of the documents. */
const kindOfCalls = ['target', 'data', 'peer'];
const whatElse = {
  copy: '',
  identical: ': identical copies are there',
  startup: ': start of the copy process',
  'second-run': ': second run, nothing to do',
  growth: ': growth',
};

/** All results as one table in Markdown. */
export function table(results) {
  const rows = withCalls(summarize(results.filter(({ part }) => part !== 'left out')))
    .filter(({ part }) => part !== 'calls')
    .sort(inOrder);
  const lines = rows.map((row) => cells(row, rows));
  return [columns, columns.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

const order = {
  target: ['tmpfs', 'disk', 'slow', 'cifs', 'mount'],
  data: ['mix', 'large', 'small'],
  part: Object.keys(whatElse),
  peer: allPeers.map(({ name }) => name),
};

function inOrder(a, b) {
  const place = (name) => order[name].indexOf(a[name]) - order[name].indexOf(b[name]);
  return place('target') || place('part') || place('data') || a.documents - b.documents || place('peer');
}

/** Calls that were counted in a run of their own go to the row of the timed ones. */
function withCalls(rows) {
  return rows.map((row) => {
    const same = (other) =>
      row.part === 'copy' && other.part === 'calls' && kindOfCalls.every((name) => other[name] === row[name]);
    const { calls, counted } = row.calls === undefined ? (rows.find(same) ?? row) : row;
    return { ...row, calls, counted };
  });
}

function cells(row, rows) {
  const peer = allPeers.find(({ name }) => name === row.peer);
  const base = rows.find(
    (other) => other.part === 'copy' && kind.every((name) => other[name] === { ...row, peer: 'docmirror-4' }[name]),
  );
  const asked = askedOf(row, rows);
  return [
    row.targetTitle,
    row.part === 'startup' ? '' : `${row.documents.toLocaleString('en')}, ${row.sizes}`,
    `${peer.title}${whatElse[row.part]}`,
    time(row.seconds),
    row.rounds > 1 ? `${time(row.fastest)}–${time(row.slowest)}` : '',
    row.part === 'copy' && base ? (row.seconds / base.seconds).toFixed(2) : '',
    callsCell(row),
    row.cpu
      .filter((value) => value !== undefined)
      .map((value) => value.toFixed(2))
      .join(' + '),
    row.peak
      .filter((value) => value !== undefined)
      .map((value) => value.toFixed(0))
      .join(' + '),
    row.loopP99Ms === undefined ? '' : `${row.loopP99Ms.toFixed(1)}, ${row.loopMaxMs.toFixed(0)}`,
    asked.map((condition) => condition.asked).join('<br>'),
    asked.map(({ measured, holds }) => `${measured} ${holds ? '✓' : '✗'}`).join('<br>'),
  ];
}

function callsCell({ calls, reads, part, queries }) {
  if (part === 'second-run') return `${queries} queries in all`;
  if (calls === undefined) return '';
  return part === 'identical' && reads !== undefined
    ? `${(calls - reads).toFixed(1)} and ${reads.toFixed(1)} reads`
    : calls.toFixed(1);
}

function time(seconds) {
  return seconds < 1 ? `${(seconds * 1_000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
}
