export { type DocumentStoreSuiteOptions, documentStoreSuite } from './document-store-suite.js';
export { memoryStore } from './memory-store.js';
export {
  type MirrorHarness,
  type MirrorRoot,
  type MirrorSources,
  type MirrorSuiteOptions,
  mirrorSuite,
} from './mirror-suite.js';
export { routerSuite } from './router-suite.js';
