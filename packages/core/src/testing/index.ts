export type { DocumentStoreSuiteOptions, StoreHarness, SuiteRow, SuiteRows } from './document-store-harness.js';
export { documentStoreSuite } from './document-store-suite.js';
export { type MemoryRow, type MemoryStore, type MemoryStoreOptions, memoryStore } from './memory-store.js';
export {
  type MirrorHarness,
  type MirrorRoot,
  type MirrorSources,
  type MirrorSuiteOptions,
  mirrorSuite,
} from './mirror-suite.js';
export type { MountedRouter, RouterMountOptions, RouterSuiteOptions } from './router-harness.js';
export { routerSuite } from './router-suite.js';
