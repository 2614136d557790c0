import { defineConfig } from 'prisma/config';

// `prisma generate` would download an engine that only migrations use: it need not. Leave this out if downloads are fine.
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: `file:${process.env.DATA_DIR ?? 'data'}/app.sqlite` },
});
