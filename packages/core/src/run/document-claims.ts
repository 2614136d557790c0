import type { Document, DocumentId } from '../document.js';
import { foldName } from '../plan/fold-name.js';
import type { CopyOnShare, Receipt } from '../receipt.js';
import type { NewNames } from './new-names.js';

/** What receipts say that concerns bringing one document. */
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
}

/**
 * @param keys those the document may get, by its plan.
 * @param claimants receipts with a claim on one of the keys of its page, by folded key.
 */
export function documentClaims(
  { id }: Document,
  keys: readonly string[],
  receipt: Receipt | undefined,
  claimants: ReadonlyMap<string, Receipt>,
  newNames: NewNames,
): DocumentClaims {
  const passed: string[] = [];

  /** A leaving copy, even its own, may be removed at any moment. */
  function isTaken(key: string): boolean {
    const claimant = claimants.get(key);
    return isAnother(newNames.ownerOf(key), id) || isAnother(claimant?.documentId, id) || claimant?.role === 'leaving';
  }

  return {
    receipt,
    previous: receipt?.copy ?? undefined,
    claimed: () => [...passed, ...keys.map(foldName).filter(isTaken)],
    took: (key) => newNames.add(key, id),
    passOver: (key) => passed.push(foldName(key)),
  };
}

function isAnother(owner: DocumentId | undefined, id: DocumentId): boolean {
  return owner !== undefined && owner !== id;
}
