const ascii = /^[\0-\x7f]*$/;
const ignorable = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Two names that a common share could take for the same one fold to the same text; folding twice changes nothing.
 * Works on a whole key as well: `/` stays.
 *
 * - Case: SMB, NTFS, APFS and HFS+ disregard it. Lower, upper, lower is full case folding (`ẞ`, `ß` and `ss` meet, as
 *   on APFS); the final sigma that lower-casing brings is undone. An iota becomes the one below a letter (`ᾳ`), whose
 *   capital is the letter iota, before or after other marks of the letter, by who makes it one.
 * - Unicode form: HFS+ stores NFD, APFS compares by it, ZFS may be set to a compatibility form, which is the widest.
 * - Invisible code points: HFS+ and ext4 with casefold disregard them.
 *
 * It rather folds too much than too little: the price is a name with the id where none was needed.
 */
export function foldName(text: string): string {
  // Most names, and nothing of the below concerns them.
  if (ascii.test(text)) return text.toLowerCase();
  // The invisible ones go first: without them other marks are neighbours, and the form puts those in order.
  const decomposed = text.replace(ignorable, '').normalize('NFKD');
  const folded = decomposed.toLowerCase().toUpperCase().toLowerCase();
  return folded.replaceAll('ς', 'σ').replaceAll('ι', '\u0345').normalize('NFKC');
}
