import path from 'node:path';
import fs from 'fs-extra';

const words = {
  invoice: /invoice|facture/,
  receipt: /receipt|recu|ticket/,
  payslip: /payslip|salar|salaire|bulletin|paie/,
};

/**
 * Rows for all files below a folder. Only reads: the files are mirrored from where they are, not uploaded first, so that
 * a large folder takes no second place on this disk and the copies keep the times of the files themselves.
 * Hidden files (.DS_Store and the like) and links are left out.
 */
export async function findUserFiles(folder) {
  const rows = [];
  for await (const file of walk(folder)) {
    const { mtime } = await fs.stat(file);
    rows.push({
      type: guessType(path.relative(folder, file)),
      file_path: file,
      file_name: path.basename(file),
      document_date: localDay(mtime),
      updated_at: mtime.toISOString(),
      synced_to_nas: false,
    });
  }
  return rows;
}

async function* walk(folder) {
  const entries = await fs.readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(file);
    else if (entry.isFile()) yield file;
  }
}

/** By the file's name first, then by its folders from the inside out; `other` where no word is known. */
export function guessType(relativePath) {
  for (const part of relativePath.split(path.sep).reverse()) {
    const plain = part.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (const [type, pattern] of Object.entries(words)) if (pattern.test(plain)) return type;
  }
  return 'other';
}

/** The day it was here, not in Greenwich. */
function localDay(date) {
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
