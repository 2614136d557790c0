import { isNobodys } from './nobodys-names.js';
import { isStoreId } from './store-id.js';

/** Names of our own files, below `.docmirror`. Each store has a folder of its own in each of these. */
export const listFolder = 'documents';
export const noticeFolder = 'stores';

/** List of the copies whose document the database did not know when it was last looked for. */
export const unknownMonth = 'unknown';

export function checksumList(storeId: string, month: string): string {
  return `checksums/${storeId}/${month}.sha256`;
}

/** @param list a month, or `unknown`. */
export function documentList(storeId: string, list: string): string {
  return `${listFolder}/${storeId}/${list}.jsonl`;
}

/** Folder of the trash for what a store moves there on this day. */
export function trashFolder(storeId: string, day: Date): string {
  return `${day.toISOString().slice(0, 10)}/${storeId}`;
}

/** The store and the month of a list of documents; undefined for any other file. */
export function listOf(name: string): { readonly storeId: string; readonly list: string } | undefined {
  const [, storeId = '', list = ''] = /^documents\/([^/]+)\/(\d{4}-\d{2}|undated|unknown)\.jsonl$/.exec(name) ?? [];
  return isStoreId(storeId) ? { storeId, list } : undefined;
}

/**
 * A notice stands while a store may have copies that no list of its names: one for every engine that is at work, one for
 * a rebuild that is not through, and one for good where a store keeps no receipts and so no lists.
 */
export const withoutReceipts = 'without-receipts.txt';
export const rebuilding = 'rebuilding.txt';

export function workingNotice(bornMs: number, token: string): string {
  return `working-${bornMs}-${token}.txt`;
}

/** When the notice of an engine at work was made; undefined for any other. */
export function workingSince(notice: string): number | undefined {
  const digits = /^working-(\d{1,15})-[\da-z]+\.txt$/.exec(notice)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function noticeName(storeId: string, notice: string): string {
  return `${noticeFolder}/${storeId}/${notice}`;
}

export function noticeOf(name: string): { readonly storeId: string; readonly notice: string } | undefined {
  const [, storeId = '', notice = ''] = /^stores\/([^/]+)\/([^/]+)$/.exec(name) ?? [];
  // A notice that is being written is none yet: what it is about comes after it.
  return isStoreId(storeId) && !isNobodys(notice) ? { storeId, notice } : undefined;
}
