type Folders = Readonly<Record<string, string>>;

export interface FolderConflict {
  readonly type: string;
  /** Folder on the share. */
  readonly pinned: string;
  /** Folder by the options. */
  readonly wanted: string;
}

/** The first type that the share files under another folder than the options do. Compared to the letter. */
export function findFolderConflict(pinned: Folders, wanted: Folders): FolderConflict | undefined {
  for (const [type, folder] of Object.entries(wanted)) {
    const pinnedFolder = Object.hasOwn(pinned, type) ? pinned[type] : undefined;
    if (pinnedFolder !== undefined && pinnedFolder !== folder) return { type, pinned: pinnedFolder, wanted: folder };
  }
  return undefined;
}

/** The types, with their folders, that the share does not know yet. Empty when there is nothing to add. */
export function missingFolders(pinned: Folders, wanted: Folders): Record<string, string> {
  return Object.fromEntries(Object.entries(wanted).filter(([type]) => !Object.hasOwn(pinned, type)));
}
