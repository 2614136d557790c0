import { foldName } from './fold-name.js';
import { partialBirthMs, probeBirthMs } from './partial-name.js';

/** What NAS systems, desktops and file systems put beside the files of others, in their folded form. */
const nobodys = new Set(
  [
    // NAS systems
    ['@eaDir', '@Recycle', '@Recently-Snapshot', '@tmp', '.@__thumb', '.streams', '.snapshot', '~snapshot', '.zfs'],
    ['#recycle', '#snapshot', '.recycle', '.apdisk', '.AppleDouble', '.AppleDB', '.AppleDesktop'],
    ['Network Trash Folder', 'Temporary Items'],
    // macOS
    ['.DS_Store', '.Trashes', '.Spotlight-V100', '.fseventsd', '.TemporaryItems', '.DocumentRevisions-V100'],
    ['.localized', '.VolumeIcon.icns'],
    // Windows and Linux
    [
      'Thumbs.db',
      'ehthumbs.db',
      'desktop.ini',
      '$RECYCLE.BIN',
      'System Volume Information',
      'lost+found',
      '.directory',
    ],
  ]
    .flat()
    .map(foldName),
);

/** AppleDouble files, names of files that were removed while somebody had them open, bins of the users of a desktop. */
const nobodysStarts = ['._', '.smbdelete', '.nfs0', '.fuse_hidden', '.trash-'];

/** Whether a name is one of those that are no document's: what systems put there, and temporary files of our own. */
export function isNobodys(name: string): boolean {
  if (partialBirthMs(name) !== undefined || probeBirthMs(name) !== undefined) return true;
  const folded = foldName(name);
  return nobodys.has(folded) || nobodysStarts.some((start) => folded.startsWith(start));
}
