import { defineConfig, type Options } from 'tsup';

const shared: Options = {
  target: 'node20',
  // p-limit is ESM only; bundled, the CommonJS build can use it too.
  noExternal: ['p-limit'],
};

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      http: 'src/http/index.ts',
      client: 'src/client/index.ts',
      testing: 'src/testing/index.ts',
    },
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    // import.meta.url in the CommonJS build.
    shims: true,
  },
  // The copy process: one file that needs nothing beside it.
  { ...shared, entry: { 'copy-process': 'src/mount/process/main.ts' }, format: ['cjs'], noExternal: [/.*/] },
]);
