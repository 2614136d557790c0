import type { DocumentId } from '../document.js';
import { foldName } from '../plan/fold-name.js';

/**
 * Names that documents of one run have got, or those of one plan would get: what was read of the receipts before does
 * not know them yet.
 */
export interface NewNames {
  add(key: string, id: DocumentId): void;
  /** Whose a name is; the key is folded. */
  ownerOf(foldedKey: string): DocumentId | undefined;
  /** A page of documents was read, with the claims on its names. */
  turnPage(): void;
}

/** For a run: receipts know of a name soon after, so those of the page before the last are forgotten. */
export function namesOfRun(): NewNames {
  let [recent, older] = [new Map<string, DocumentId>(), new Map<string, DocumentId>()];
  return {
    add: (key, id) => void recent.set(foldName(key), id),
    ownerOf: (foldedKey) => recent.get(foldedKey) ?? older.get(foldedKey),
    turnPage() {
      older = recent;
      recent = new Map();
    },
  };
}

/** For a plan: no receipt ever knows of them. */
export function namesOfPlan(): NewNames {
  const names = new Map<string, DocumentId>();
  return {
    add: (key, id) => void names.set(foldName(key), id),
    ownerOf: (foldedKey) => names.get(foldedKey),
    turnPage: () => undefined,
  };
}
