import path from 'node:path';
import fs from 'fs-extra';

/** Everything docmirror filed on the share: `2024/01/invoices/abc.pdf`, sorted. Other things on the share are passed over. */
export async function listCopies(share) {
  const copies = [];
  for (const entry of await fs.readdir(share, { withFileTypes: true })) {
    if (entry.isDirectory() && /^(\d{4}|undated)$/.test(entry.name)) await collect(share, entry.name, copies);
  }
  return copies.sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function collect(share, folder, copies) {
  for (const entry of await fs.readdir(path.join(share, folder), { withFileTypes: true })) {
    const key = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      await collect(share, key, copies);
    } else {
      const { size, mtimeMs } = await fs.stat(path.join(share, key));
      copies.push({ key, size, mtimeMs });
    }
  }
}
