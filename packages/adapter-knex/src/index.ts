export { knexStore } from './knex-store';
export {
  addSyncColumns,
  dropSyncColumns,
  type SyncMigrationOptions,
  syncMigrationText,
} from './migration';
export type { KnexStoreColumns, KnexStoreOptions, Scope } from './options';
export {
  createReceiptTable,
  dropReceiptTable,
  type ReceiptMigrationOptions,
  receiptMigrationText,
} from './receipt-migration';
