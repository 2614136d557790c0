import { claimText, readClaim } from './claim-text.js';

/**
 * How far a verification has come. First the copies, in the order of their claims, taken as a circle of which a sample is
 * an arc; then the files on the share, to find those that belong to nobody.
 */
export type VerifyPosition = CopiesPosition | FilesPosition;

export interface CopiesPosition {
  readonly phase: 'copies';
  /** Claims after this one; empty: from the first on. */
  readonly after: string;
  /** Up to and without this one, in a circle; undefined: to the last. */
  readonly end: string | undefined;
}

export interface FilesPosition {
  readonly phase: 'files';
  /** Keys after this one; undefined: from the first on. */
  readonly after: string | undefined;
}

const hexDigits = 16;
const circle = 16n ** BigInt(hexDigits);

/**
 * @param sample the part of all copies to look at; undefined: all.
 * @param random from 0 up to 1: where a sample begins. Always from the same place, the others would never be looked at.
 */
export function startOfVerify(sample: number | undefined, random: number): CopiesPosition {
  if (sample === undefined || sample >= 1) return { phase: 'copies', after: '', end: undefined };
  const start = onCircle(random);
  const length = onCircle(sample);
  return { phase: 'copies', after: digits(start), end: digits(start + (length > 0n ? length : 1n)) };
}

/** Those of a page of claims, in their order, that are still on the arc. */
export function countOnArc({ after, end }: CopiesPosition, claims: readonly string[]): number {
  if (end === undefined || end <= after) return claims.length;
  const first = claims.findIndex((claim) => claim >= end);
  return first < 0 ? claims.length : first;
}

/** Where to go on when no claim is left behind `after`; undefined when the arc is through. */
export function aroundTheCircle({ after, end }: CopiesPosition): CopiesPosition | undefined {
  return end !== undefined && end <= after ? { phase: 'copies', after: '', end } : undefined;
}

/** As text, to be handed out and in again. */
export function cursorOf(position: VerifyPosition): string {
  if (position.phase === 'files') return `files:${position.after ?? ''}`;
  return `copies:${claimText(position.after)}:${position.end ?? ''}`;
}

/** Undefined when this is none of ours. */
export function readCursor(cursor: string): VerifyPosition | undefined {
  const copies = /^copies:(.*?):([\da-f]{16})?$/s.exec(cursor);
  const after = copies === null ? undefined : readClaim(copies[1] ?? '');
  if (copies !== null) return after === undefined ? undefined : { phase: 'copies', after, end: copies[2] };
  const files = /^files:([^\0]{0,4096})$/s.exec(cursor);
  return files === null ? undefined : { phase: 'files', after: files[1] || undefined };
}

function onCircle(part: number): bigint {
  // 2^53 steps are what a number can tell apart.
  return (BigInt(Math.floor(part * 2 ** 53)) * circle) / 2n ** 53n;
}

function digits(place: bigint): string {
  return (place % circle).toString(16).padStart(hexDigits, '0');
}
