import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createDatabase } from './database.mjs';
import { gaussian, randomNumbers, shuffle } from './random.mjs';

const between = (low, high, value) => Math.min(high, Math.max(low, value));

/** Sizes of documents. The mix is that of scans, photos and PDFs from accounting programs: log-normal. */
const shapes = {
  mix: {
    title: 'median 73 KB',
    size: (random) => between(1_000, 5_000_000, Math.round(73_000 * Math.exp(gaussian(random)))),
  },
  large: { title: '200 MB', size: () => 200_000_000 },
  small: { title: '4 KB', size: () => 4_096 },
};

/** Most are invoices and receipts. */
const types = [
  { type: 'invoice', folder: 'invoices', upTo: 0.55 },
  { type: 'receipt', folder: 'receipts', upTo: 0.9 },
  { type: 'payslip', folder: 'salaries', upTo: 0.96 },
  { type: 'other', folder: 'others', upTo: 1 },
];

/** A firm files so many documents a year; a longer backlog than this many years just has fuller folders. */
const perYear = 600;
const maxYears = 5;
const dayMs = 86_400_000;

/**
 * Plans documents, the same ones every time. Each is uploaded some days after its date (20 on average), and ids go by
 * upload: neighbours in the table are spread over a few months and types.
 */
function plan(shape, count, order) {
  const random = randomNumbers(count);
  const years = between(1, maxYears, Math.ceil(count / perYear));
  const documents = Array.from({ length: count }, (_, n) => {
    const uploaded = Date.UTC(2026 - years, 0, 1) + (n / count) * years * 365 * dayMs;
    const date = new Date(uploaded + 20 * dayMs * Math.log(1 - random())).toISOString().slice(0, 10);
    const share = random();
    const { type, folder } = types.find(({ upTo }) => share < upTo);
    const path = `${date.slice(0, 4)}/${date.slice(5, 7)}/${folder}/${String(n + 1).padStart(6, '0')}.pdf`;
    return { type, date, path, size: shapes[shape].size(random) };
  });
  const ordered = order === 'random' ? shuffle(documents, random) : documents;
  return ordered.map((document, n) => ({ id: n + 1, ...document }));
}

/**
 * The files lie in folders as they will lie on the share, so that tools which copy trees make the same tree.
 * Returns { shape, count, bytes, sources, database, labels }: a folder, a database to be copied for every run, and what
 * results say of it.
 */
export async function makeData(work, shape, count, order) {
  const folder = join(work, 'data', `${shape}-${count}-${order}`);
  const sources = join(folder, 'files');
  const database = join(folder, 'documents.sqlite');
  const documents = plan(shape, count, order);
  if (!existsSync(database)) {
    for (const document of documents) writeDocument(join(sources, document.path), document);
    await createDatabase(database, documents);
  }
  const bytes = documents.reduce((sum, { size }) => sum + size, 0);
  const labels = { data: shape, documents: count, sizes: shapes[shape].title };
  return { shape, count, bytes, sources, database, labels };
}

let noise;

function writeDocument(path, { id, size }) {
  noise ??= makeNoise(4 << 20);
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'wx');
  // No two are alike.
  let written = writeSync(file, `%PDF-1.7 ${String(id).padStart(9)}\n`.slice(0, size));
  for (let from = (id * 7919) % (noise.length / 2); written < size; from = 0) {
    written += writeSync(file, noise, from, Math.min(noise.length - from, size - written));
  }
  closeSync(file);
}

function makeNoise(length) {
  const random = randomNumbers(73);
  return new Uint8Array(Uint32Array.from({ length: length / 4 }, () => random() * 2 ** 32).buffer);
}
