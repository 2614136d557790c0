import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { prismaStore } from '../../packages/adapter-prisma/dist/index.js';

/** The Prisma store on a client of this major version, and beside it what a host would write itself. */
export async function openPrisma(config, major, { receipts = false } = {}) {
  const { sqlite, postgres, mysql } = await clientsOf(major);
  const { kind, file, url, schema } = config;
  const prisma = { sqlite: () => sqlite(file), postgres: () => postgres(url, schema), mysql: () => mysql(url) }[kind]();
  return {
    store: prismaStore(prisma, { receipts }),
    markOne: (id) => prisma.document.update({ where: { id }, data: { syncedToNas: true, syncedAt: new Date() } }),
    countWithFile: () => prisma.document.count({ where: { filePath: { not: '' } } }),
    countAll: () => prisma.document.count(),
    close: () => prisma.$disconnect(),
  };
}

/** The clients that the adapter's own tests run on (made by `npm run bootstrap`), from TypeScript. */
async function clientsOf(major) {
  const folder = new URL(`../../packages/adapter-prisma/fixtures/prisma-${major}/`, import.meta.url);
  if (!existsSync(new URL('generated', folder))) throw new Error('build first: npm run bootstrap');
  const source = new URL('clients.ts', folder);
  const made = new URL(`generated/bench-clients-${process.pid}.mjs`, folder);
  const require = createRequire(new URL('../../package.json', import.meta.url));
  const { build } = createRequire(require.resolve('tsup'))('esbuild');
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile: fileURLToPath(made),
    ...{ bundle: true, format: 'esm', platform: 'node', packages: 'external', logLevel: 'error' },
    // What it finds by way of its own place must be found from there.
    define: { 'import.meta.url': JSON.stringify(source.href) },
  });
  try {
    return await import(made);
  } finally {
    rmSync(made);
  }
}
