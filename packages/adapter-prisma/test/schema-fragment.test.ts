import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { syncSchemaFragment } from '../src/index';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const scratch = fileURLToPath(new URL('../.tmp/', import.meta.url));
mkdirSync(scratch, { recursive: true });
const folder = mkdtempSync(join(scratch, 'schema-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the fragment by default', () => {
  expect(syncSchemaFragment()).toBe(`model Document {
  // … the fields that are there

  syncedToNas Boolean   @default(false) @map("synced_to_nas")
  syncedAt    DateTime? @map("synced_at")

  @@index([syncedToNas, id])
}
`);
});

test('names of the host’s own; no map where the name is the column’s', () => {
  const fields = { id: 'ref', synced: 'on_nas', syncedAt: 'nasTime' };
  expect(syncSchemaFragment({ model: 'receipts', fields })).toContain(`
  on_nas  Boolean   @default(false)
  nasTime DateTime? @map("nas_time")

  @@index([on_nas, ref])
`);
});

// Prisma's own check of a schema; the engine that it looks for is not used.
const environment = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
  CHECKPOINT_DISABLE: '1',
};

test.each(['prisma-7', 'prisma-6', 'prisma-5'])('the fragment fits a schema of %s', (version) => {
  const there = '  id Int @id\n  filePath String?';
  const schema = (fragment: string) => `datasource db {
  provider = "postgresql"
  ${version === 'prisma-7' ? '' : 'url = "postgresql://unused"'}
}
${fragment.replace('  // … the fields that are there', there)}`;
  const validate = (text: string) => {
    const file = join(folder, `${version}.prisma`);
    writeFileSync(file, text);
    const cli = join(fixtures, version, 'node_modules/prisma/build/index.js');
    execFileSync(process.execPath, [cli, 'validate', '--schema', file], {
      env: environment,
      stdio: 'pipe',
      cwd: folder,
    });
  };
  validate(schema(syncSchemaFragment()));
  expect(() => validate(schema(syncSchemaFragment().replace('Boolean', 'Truth')))).toThrow('Truth');
});
