import { makeJpeg } from './jpeg.mjs';
import { makePdf } from './pdf.mjs';
import { makePng } from './png.mjs';

/** What a small firm keeps in three years, in short. `lost`: the row stays, the file behind it disappears. */
const documents = [
  { type: 'invoice', date: '2024-01-15', name: 'abc123.pdf' },
  { type: 'receipt', date: '2024-01-17', name: 'def456.jpg' },
  { type: 'payslip', date: '2024-01-31', name: 'ghi789.pdf' },
  { type: 'invoice', date: '2024-02-03', name: 'Facture électricité février.pdf' },
  { type: 'receipt', date: '2024-02-11', name: 'Reçu Café de la Gare.png' },
  { type: 'invoice', date: '2024-02-20', name: 'invoice.pdf' },
  { type: 'invoice', date: '2024-02-28', name: 'invoice.pdf', note: 'The other one: same name, same month' },
  { type: 'other', date: '2024-12-05', name: 'Attestation d’assurance.pdf' },
  { type: 'payslip', date: '2024-12-31', name: 'Bulletin de paie décembre.pdf' },
  { type: 'invoice', date: '2025-03-10', name: 'Hôtel à Nîmes.pdf' },
  { type: 'receipt', date: '2025-03-11', name: 'taxi.jpg' },
  { type: 'invoice', date: '2025-06-15', name: 'lost.pdf', lost: true },
  { type: 'contract', date: '2025-07-01', name: 'Office lease.pdf' }, // A type docmirror does not know
  { type: 'other', date: null, name: 'Note sans date.pdf' },
  { type: 'invoice', date: '2026-01-08', name: 'Œuvres complètes.pdf' },
  { type: 'receipt', date: '2026-01-09', name: 'parking.png' },
];

/** The sample documents with their content, and the time their file was last changed. */
export function makeSamples() {
  return documents.map((document, index) => ({
    ...document,
    content: makeContent(document, index),
    // Half past nine on the document's day. Seconds that a Date can carry exactly, so the copy's time can be compared.
    modified: new Date(`${document.date ?? '2023-11-02'}T09:30:15.250Z`),
  }));
}

function makeContent({ type, date, name, note }, index) {
  if (name.endsWith('.jpg')) return makeJpeg(30, 40, (column, row) => paper(column + index, row) - row);
  if (name.endsWith('.png')) return makePng(120, 160, (x, y) => [255, paper(x >> 2, y >> 2), 200 - y]);
  const amount = `${(index + 1) * 37},50 €`;
  return makePdf([name.replace(/\.pdf$/, ''), `${type}, ${date ?? '-'}`, `Total : ${amount}`, note ?? 'docmirror']);
}

/** Something like lines of print on a receipt. */
function paper(column, row) {
  return row % 3 === 1 && column % 7 > 1 ? 90 : 240;
}
