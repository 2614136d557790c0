import { modelSuite } from './model-suite.js';
import { modelMemoryStore } from './stores.js';

/** The other half of the thousand, beside the first. */
modelSuite({
  name: 'memory store, others',
  histories: 500,
  part: 1,
  create: async (storeId) => modelMemoryStore(storeId),
});
