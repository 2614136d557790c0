import type { SyncErrorCode } from '../errors/codes.js';

export interface ErrorWords {
  /** What is wrong. Where the specification has the sentence, it is that one to the letter. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

export type Phrase =
  | 'testPassed'
  | 'documentSynced'
  | 'documentRestored'
  | 'documentPresent'
  | 'documentFailed'
  | 'rebuildUnfinished'
  | 'expectedCursor'
  | 'expectedBody'
  | 'knownNames'
  | 'noNames'
  | 'adopted'
  | 'typeUnknown'
  | 'dateMissing'
  | 'copiesInSources'
  | 'copyIsSource'
  | 'copyOfOther'
  | 'unreceipted'
  | 'copyChanged'
  | 'copyNotRemoved'
  | 'listNotWritten';

export interface Catalogue {
  readonly errors: Readonly<Record<SyncErrorCode, ErrorWords>>;
  readonly phrases: Readonly<Record<Phrase, string>>;
}
