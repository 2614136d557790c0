import { foldName } from './fold-name.js';

/**
 * UTF-8 bytes. ext4, XFS and SMB take 255 bytes (256 gives ENAMETOOLONG), NTFS and APFS count more generously;
 * the difference is room for what a NAS itself puts around a name.
 */
export const maxNameBytes = 240;

const unsafeCharacter = new RegExp(
  `[${[
    // Windows and SMB forbid them; Samba stores such a file under another name. `/` and `\` would make folders.
    String.raw`<>:"/\\|?*`,
    // C0 (NUL ends a path), DEL and C1: forbidden by Windows, able to steer a terminal.
    String.raw`\p{Cc}`,
    // Lone surrogates and noncharacters have no UTF-8 that every file system accepts.
    String.raw`\p{Cs}\p{Noncharacter_Code_Point}`,
    // Invisible and direction-changing characters (`fdp.exe` shown as `exe.pdf`); HFS+ and ext4 casefold disregard them.
    // Fixed ranges, so that names do not change with Node's Unicode version. U+200C and U+200D stay: scripts and emoji need them.
    String.raw`\u{ad}\u{61c}\u{180e}\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\u{e0001}`,
    // The range that cifs and macOS map to the forbidden characters.
    String.raw`\u{f000}-\u{f0ff}`,
  ].join('')}]`,
  'gu',
);

// Windows, any case, with any extension; it reads the superscript digits as digits.
const deviceName = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/i;

// Ours are the first; what NAS systems, macOS and Windows put beside files is nobody's.
const reservedStarts = ['.docmirror', '._'];
const reservedNames = new Set(['.DS_Store', '@eaDir', '#recycle', 'Thumbs.db', 'desktop.ini'].map(foldName));

// Short and without white space, so that "M. Dupont" has none.
const extensionText = /^[^.\s]{1,16}$/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The name under which every common share can store the file: one path component, NFC, at most `maxNameBytes`.
 * A name that had to be altered gets `-<idTag>` before its extension, so that two altered ones never meet; a name
 * that was only brought to NFC does not: where two meet by that, the candidates keep them apart. A safe name is returned as it is.
 */
export function safeName(name: string, idTag: string): string {
  const normal = name.normalize('NFC');
  const clean = withoutReservedMeaning(withoutOuterSpaces(normal.replace(unsafeCharacter, '_')));
  if (clean === '') return `document-${idTag}`;
  if (clean === normal && Buffer.byteLength(clean) <= maxNameBytes) return clean;
  return withSuffix(clean, `-${idTag}`);
}

/** Puts `suffix` before the extension; where that makes more than `maxBytes`, the part before the suffix is cut. */
export function withSuffix(name: string, suffix: string, maxBytes: number = maxNameBytes): string {
  const { stem, extension } = splitExtension(name);
  const room = maxBytes - Buffer.byteLength(suffix + extension);
  if (Buffer.byteLength(stem) <= room) return stem + suffix + extension;
  const cut = cutToBytes(stem, room) || 'document';
  // Without an extension, a dot that now stands near the end could pass for the start of one, and the suffix for a
  // part of it: then the name of another document with that extension could be the same.
  return (extension === '' ? cut.replaceAll('.', '_') : cut) + suffix + extension;
}

/** Windows and vfat drop trailing dots and spaces, Samba stores them under other names; leading spaces get lost in shells and dialogs. */
function withoutOuterSpaces(name: string): string {
  let end = name.length;
  // No regular expression: looking for an end of dots takes quadratic time in a long name full of them.
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end -= 1;
  return name.slice(0, end).replace(/^ +/, '_');
}

function withoutReservedMeaning(name: string): string {
  const [beforeDot = ''] = name.split('.', 1);
  const folded = foldName(name);
  const reserved =
    deviceName.test(beforeDot.trimEnd()) ||
    reservedNames.has(folded) ||
    // Decomposed, so that a mark behind it does not hide the last letter.
    reservedStarts.some((start) => folded.normalize('NFD').startsWith(start));
  return reserved ? `_${name}` : name;
}

function splitExtension(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.');
  if (dot < 1 || !extensionText.test(name.slice(dot + 1))) return { stem: name, extension: '' };
  return { stem: name.slice(0, dot), extension: name.slice(dot) };
}

/** Whole graphemes (an emoji, a letter with its marks); whole code points where not even the first grapheme fits. */
function cutToBytes(text: string, maxBytes: number): string {
  const pieces = function* () {
    for (const { segment } of graphemes.segment(text)) yield segment;
  };
  return takeBytes(pieces(), maxBytes) || takeBytes(text, maxBytes);
}

function takeBytes(pieces: Iterable<string>, maxBytes: number): string {
  let taken = '';
  let bytes = 0;
  for (const piece of pieces) {
    bytes += Buffer.byteLength(piece);
    if (bytes > maxBytes) break;
    taken += piece;
  }
  return taken;
}
