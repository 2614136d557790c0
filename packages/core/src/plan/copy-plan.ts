import type { Document } from '../document.js';
import type { CopyReceipt } from '../mirror.js';
import type { CopyOnShare } from '../receipt.js';
import { candidateNames } from './candidates.js';
import { type Layout, type Place, planPlace } from './layout.js';

/** Where a document's copy belongs, and the first names that it may get there. */
export interface CopyPlan extends Place {
  readonly keys: readonly string[];
}

/** @throws SyncError `DOCUMENT_DATE_INVALID`, as `planPlace`. */
export function planCopy(document: Document, layout: Layout): CopyPlan {
  const place = planPlace(document, layout);
  return { ...place, keys: candidateNames(place.fileName, place.idTag).map((name) => `${place.directory}/${name}`) };
}

/** What bringing a document did, or would do, by the copy it had before. */
export type CopyAction = 'copy' | 'mark' | 'replace' | 'move';

/** The one place that says so, for a run and for its plan. */
export function actionOf(previous: CopyOnShare | undefined, { key, outcome }: CopyReceipt): CopyAction {
  if (previous !== undefined && previous.key !== key) return 'move';
  return ({ copied: 'copy', unchanged: 'mark', replaced: 'replace' } as const)[outcome];
}
