import { join } from 'node:path';
import fs from 'fs-extra';
import { describe, expect, test } from 'vitest';
import { block, calls, files, marks, page } from './page.js';
import { createSmallFirm, documents, type SmallFirm } from './small-firm.js';

const all = Object.fromEntries(documents.map(({ file_path, content }) => [file_path, content]));

const receiptsOf = ({ knex }: SmallFirm) =>
  knex('docmirror_receipts')
    .whereNot('role', 'month')
    .orderBy('claim')
    .select(
      'mirror_id',
      'claim',
      'role',
      'document_id',
      'type',
      'version',
      'file_key',
      'size',
      'checksum',
      'month',
      'attempts',
    );

function loseUploads({ uploads }: SmallFirm): void {
  fs.emptyDirSync(uploads);
}

async function curl(firm: SmallFirm, mark: string, change = (command: string) => command): Promise<string> {
  const { url, token } = await firm.listen();
  const command = change(block(mark)).replace('http://127.0.0.1:3000', url);
  return firm.shell(command.replace('curl ', 'curl -sS '), { SYNC_TOKEN: token });
}

describe('the page', () => {
  test('has no block that is not run', () => {
    expect(marks).toEqual([
      ...['file migration.mjs', 'file sync.mjs', 'file nightly.mjs'],
      ...['share check', 'share copy', 'share lines', 'file rows.mjs'],
      ...['file recover.mjs', 'run recover', 'output recover'],
      ...['file restore.mjs', 'curl restore', 'output restore'],
      'file rebuild.mjs',
      ...['curl verify', 'curl repair'],
    ]);
    expect(files).toHaveLength(7);
  });

  test('leads to headings that are there', () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
    expect(links).toHaveLength(5);
    expect(headings).toEqual(expect.arrayContaining(links));
    expect(fs.readFileSync(new URL('../../README.md', import.meta.url), 'utf8')).toContain(
      '\n## Is this really the share?\n',
    );
  });
});

test('the nightly script brings the documents, and proves copies', async () => {
  const firm = await createSmallFirm();
  expect(await firm.knex('documents').where('synced_to_nas', true)).toHaveLength(3);
  fs.rmSync(join(firm.share, '2024/01/invoices/abc.pdf'));
  // One night looks at a part only; this one at all.
  const script = join(firm.folder, 'nightly.mjs');
  fs.writeFileSync(
    script,
    fs.readFileSync(script, 'utf8').replace('sample: 0.01', 'sample: 1').replace('console.warn', 'console.log'),
  );
  expect(await firm.script('nightly.mjs')).toBe("missing '2024/01/invoices/abc.pdf' repaired\n");
  expect(fs.readFileSync(join(firm.share, '2024/01/invoices/abc.pdf'), 'utf8')).toBe('one');
});

describe('the share and nothing else', () => {
  test('is checked, and copied from', async () => {
    const firm = await createSmallFirm();
    expect(await firm.shell(block('share check'))).toBe('');
    await firm.shell(block('share copy'));
    expect(fs.readFileSync(join(firm.folder, 'srv/rescued/2024/02/receipts/def.jpg'), 'utf8')).toBe('two');
    const line = JSON.parse(await firm.shell(block('share lines')));
    expect(Object.keys(line)).toEqual([
      ...['store', 'document', 'type', 'key', 'size', 'sha256', 'version'],
      ...['date', 'name', 'source', 'synced_at'],
    ]);
    expect(line.store).toBe('office');
    fs.writeFileSync(join(firm.share, '2024/02/receipts/def.jpg'), 'TWO');
    await expect(firm.shell(block('share check'))).rejects.toMatchObject({
      stdout: expect.stringContaining('2024/02/receipts/def.jpg: FAILED'),
    });
  });

  test('gives a new database its rows back, and the uploads their files', async () => {
    const firm = await createSmallFirm();
    loseUploads(firm);
    await firm.knex.schema.dropTable('documents');
    await firm.knex.schema.dropTable('docmirror_receipts');
    await firm.makeTables();
    await firm.script('rows.mjs');
    const rows = await firm.knex('documents').orderBy('id').select('id', 'type', 'file_name', 'document_date');
    expect(rows).toEqual(
      documents.map(({ id, type, document_date }, n) => ({
        id,
        type,
        file_name: ['abc.pdf', 'def.jpg', 'abc-3.pdf'][n],
        document_date,
      })),
    );
    expect(await firm.script('recover.mjs')).toBe(block('output recover'));
    expect(firm.sources()).toEqual({
      '2024/01/invoices/abc.pdf': 'one',
      '2024/01/invoices/abc-3.pdf': 'three',
      '2024/02/receipts/def.jpg': 'two',
    });
    // The next night has nothing to do.
    expect(await firm.sync.runSync()).toMatchObject({ total: 0 });
  });
});

describe('the share and a dump', () => {
  test('all comes back, whatever the dump says of marks and receipts', async () => {
    const firm = await createSmallFirm();
    loseUploads(firm);
    await firm.knex('documents').where('id', '>', 1).update({ synced_to_nas: false });
    await firm.knex('docmirror_receipts').where('document_id', '2').delete();
    await firm
      .knex('docmirror_receipts')
      .where('document_id', '1')
      .update({ checksum: 'f'.repeat(64) });
    const { stdout } = { stdout: await firm.shell(block('run recover')) };
    expect(stdout).toBe(block('output recover'));
    expect(firm.sources()).toEqual(all);
    expect(await firm.sync.verify()).toMatchObject({ checked: 3, findings: [], cursor: null });
    expect(await firm.sync.runSync()).toMatchObject({ total: 0 });
  });

  test('what the text calls can be called as it stands', async () => {
    const firm = await createSmallFirm();
    expect(calls).toContain("sync.restore({}, { to: '/srv/restored' })");
    expect(calls.length).toBeGreaterThanOrEqual(4);
    for (const call of calls) {
      const here = call.replace('/srv/', `${firm.folder}/srv/`).replace('documents-3f9a0c2b71de', 'office');
      await new Function('sync', `return ${here}`)(firm.sync);
    }
    expect(fs.readFileSync(join(firm.folder, 'srv/restored/2024/02/receipts/def.jpg'), 'utf8')).toBe('two');
  });
});

describe('the share and the database with its receipts', () => {
  test('all comes back', async () => {
    const firm = await createSmallFirm();
    loseUploads(firm);
    const [, ...summary] = block('output recover').split('\n');
    expect(await firm.script('restore.mjs')).toBe(summary.join('\n'));
    expect(firm.sources()).toEqual(all);
  });

  test('one document comes back over HTTP; a different file stays unless told', async () => {
    const firm = await createSmallFirm();
    const source = join(firm.uploads, 'a1.pdf');
    fs.rmSync(source);
    expect(JSON.parse(await curl(firm, 'curl restore'))).toEqual(JSON.parse(block('output restore')));
    expect(fs.readFileSync(source, 'utf8')).toBe('one');
    fs.writeFileSync(source, 'another');
    expect(await curl(firm, 'curl restore', (command) => command.replace('curl ', "curl -w ' %{http_code}' "))).toMatch(
      / 409$/,
    );
    expect(fs.readFileSync(source, 'utf8')).toBe('another');
    const told = await curl(firm, 'curl restore', (command) => command.trim().concat('?overwrite=true'));
    expect(JSON.parse(told)).toMatchObject({ success: true, outcome: 'restored' });
    expect(fs.readFileSync(source, 'utf8')).toBe('one');
  });
});

test('the table of receipts is made anew, and is as it was', async () => {
  const firm = await createSmallFirm();
  const before = await receiptsOf(firm);
  expect(before.length).toBeGreaterThanOrEqual(3);
  await firm.knex.schema.dropTable('docmirror_receipts');
  const migration = await import(/* @vite-ignore */ join(firm.folder, 'migration.mjs'));
  await migration.up(firm.knex);
  expect(await firm.script('rebuild.mjs')).toBe(`${block('output recover').split('\n')[0]}\n`);
  expect(await receiptsOf(firm)).toEqual(before);
  expect(await firm.sync.runSync()).toMatchObject({ total: 0 });
});

test('a wrong file on the share is found, set aside and made anew', async () => {
  const firm = await createSmallFirm();
  const copy = join(firm.share, '2024/01/invoices/abc.pdf');
  fs.writeFileSync(copy, 'ONE');
  fs.writeFileSync(join(firm.share, 'scan.pdf'), 'a stranger');
  const changed = { kind: 'changed', document_id: '1', key: '2024/01/invoices/abc.pdf', repaired: false };
  const foreign = { kind: 'foreign', document_id: null, key: 'scan.pdf', repaired: false };
  const report = {
    checked: 3,
    missing: 0,
    changed: 1,
    foreign: 1,
    unreadable: 0,
    temporary: 0,
    repaired: 0,
    cursor: null,
  };
  expect(JSON.parse(await curl(firm, 'curl verify'))).toEqual({ ...report, findings: [changed, foreign] });
  expect(JSON.parse(await curl(firm, 'curl repair'))).toEqual({
    ...report,
    repaired: 1,
    findings: [{ ...changed, repaired: true }, foreign],
  });
  expect(fs.readFileSync(copy, 'utf8')).toBe('one');
  const [day = ''] = fs.readdirSync(join(firm.share, '.docmirror/trash'));
  expect(fs.readFileSync(join(firm.share, '.docmirror/trash', day, 'office', '2024/01/invoices/abc.pdf'), 'utf8')).toBe(
    'ONE',
  );
  expect(fs.readFileSync(join(firm.share, 'scan.pdf'), 'utf8')).toBe('a stranger');
});
