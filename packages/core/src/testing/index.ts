export { type DocumentStoreSuiteOptions, documentStoreSuite } from './document-store-suite.js';
export { memoryStore } from './memory-store.js';
export { routerSuite } from './router-suite.js';
