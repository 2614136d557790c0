import type { Document, DocumentId } from '../document.js';
import { foldName } from '../plan/fold-name.js';
import type { Layout } from '../plan/layout.js';
import { hasNameOfStore } from '../plan/store-names.js';
import type { CopyOnShare, Receipt } from '../receipt.js';
import type { NewNames } from './new-names.js';

/** What receipts, and other stores on the share, say that concerns bringing one document. */
export interface DocumentClaims {
  /** Of this document: its copy, its failures. */
  readonly receipt: Receipt | undefined;
  /** Its copy, where it has one. */
  readonly previous: CopyOnShare | undefined;
  /** Folded keys among those it may get that it must not take, as things stand now. */
  claimed(): readonly string[];
  /** It has this key. */
  took(key: string): void;
  /** Somebody else has a claim on it after all. Returns how often that happened. */
  passOver(key: string): number;
  /** A file it was found to have is another store's, or (null) may be. Then only a name that no other store gives is sure. */
  leaveToOthers(storeId: string | null): void;
  /** What its name must tell besides its id; see `idTagWithStore`. Undefined: nothing. */
  nameTag(): string | undefined;
}

/** How the store names copies that could be taken for another's. */
export interface StoreNames {
  readonly layout: Layout;
  readonly storeTag: string;
}

/**
 * @param keys those the document may get, by its plan.
 * @param claimants receipts with a claim on one of the keys of its page, by folded key.
 */
export function documentClaims(
  document: Document,
  keys: readonly string[],
  receipt: Receipt | undefined,
  claimants: ReadonlyMap<string, Receipt>,
  newNames: NewNames,
  { layout, storeTag }: StoreNames,
): DocumentClaims {
  const { id } = document;
  const passed: string[] = [];
  const previous = receipt?.copy ?? undefined;
  // A copy keeps such a name, whoever is on the share by now.
  let tagged = previous !== undefined && hasNameOfStore(document, layout, previous, storeTag);
  let others = 0;

  /** A leaving copy, even its own, may be removed at any moment. */
  function isTaken(key: string): boolean {
    const claimant = claimants.get(key);
    return isAnother(newNames.ownerOf(key), id) || isAnother(claimant?.documentId, id) || claimant?.role === 'leaving';
  }

  return {
    receipt,
    previous,
    claimed: () => [...passed, ...keys.map(foldName).filter(isTaken)],
    took: (key) => newNames.add(key, id),
    passOver: (key) => passed.push(foldName(key)),
    leaveToOthers(storeId) {
      others += 1;
      if (storeId === null || others > 1) tagged = true;
    },
    nameTag: () => (tagged ? storeTag : undefined),
  };
}

function isAnother(owner: DocumentId | undefined, id: DocumentId): boolean {
  return owner !== undefined && owner !== id;
}

/** Of a document of a store without receipts: nothing is known. */
export function blankClaims(document: Document, names: StoreNames): DocumentClaims {
  const nobodys = { add: () => undefined, ownerOf: () => undefined, turnPage: () => undefined };
  return documentClaims(document, [], undefined, new Map(), nobodys, names);
}
