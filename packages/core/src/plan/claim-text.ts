/** As stores write claims (see `claimOfReceipt`), and the beginning of one, where a sample begins. */
const written = /^((document:)?[\da-f]{64}|[\da-f]{0,64})$/;
const escaped = /^~((?:[\w!'()*.~-]|%[\dA-F]{2}){1,4096})$/;
const halfOfAPair = /\p{Cs}/gu;

/** A stored claim as part of a cursor: as it is, or escaped where somebody changed it by hand. */
export function claimText(claim: string): string {
  return written.test(claim) ? claim : `~${encodeURIComponent(claim.replace(halfOfAPair, '\ufffd'))}`;
}

/** Undefined where `claimText` made no such text. */
export function readClaim(text: string): string | undefined {
  if (written.test(text)) return text;
  const encoded = escaped.exec(text)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
