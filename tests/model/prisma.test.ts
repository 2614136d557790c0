import { modelSuite } from './model-suite.js';
import { modelPrismaStore } from './prisma-stores.js';
import { modelMemoryStore } from './stores.js';

modelSuite({
  name: 'Prisma 7, SQLite',
  histories: 50,
  create: modelPrismaStore,
  createSecond: async (storeId) => modelMemoryStore(storeId),
});
