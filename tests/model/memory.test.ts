import { modelSuite } from './model-suite.js';
import { modelMemoryStore } from './stores.js';

modelSuite({ name: 'memory store', histories: 500, create: async (storeId) => modelMemoryStore(storeId) });
