import { modelSuite } from './model-suite.js';
import { modelMemoryStore } from './stores.js';

modelSuite({ name: 'memory store', runs: 500, create: async () => modelMemoryStore() });
