import type { Document } from '../document.js';
import type { CopyReceipt } from '../mirror.js';
import type { CopyOnShare } from '../receipt.js';
import { candidateNames } from './candidates.js';
import { type Layout, type Place, planPlace } from './layout.js';
import { idTagWithStore } from './store-names.js';

/** Where a document's copy belongs, and the first names that it may get there. */
export interface CopyPlan extends Place {
  readonly keys: readonly string[];
}

/**
 * @param storeTag where names without it could be another store's.
 * @throws SyncError `DOCUMENT_DATE_INVALID`, as `planPlace`.
 */
export function planCopy(document: Document, layout: Layout, storeTag?: string): CopyPlan {
  const planned = planPlace(document, layout);
  const idTag = storeTag === undefined ? planned.idTag : idTagWithStore(planned.idTag, storeTag);
  const place = { ...planned, idTag };
  return { ...place, keys: candidateNames(place.fileName, place.idTag).map((name) => `${place.directory}/${name}`) };
}

/** What bringing a document did, or would do, by the copy it had before. */
export type CopyAction = 'copy' | 'mark' | 'replace' | 'move';

/** The one place that says so, for a run and for its plan. */
export function actionOf(previous: CopyOnShare | undefined, { key, outcome }: CopyReceipt): CopyAction {
  if (previous !== undefined && previous.key !== key) return 'move';
  return ({ copied: 'copy', unchanged: 'mark', replaced: 'replace' } as const)[outcome];
}
