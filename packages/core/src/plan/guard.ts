import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import type { Marker, MirrorState } from '../mirror.js';
import { findFolderConflict, missingFolders } from './pinned-folders.js';

export interface GuardQuestion {
  readonly state: MirrorState;
  /** Id that the marker must have: from the options, or seen before; undefined when any will do. */
  readonly expectedId: string | undefined;
  /** Documents marked as synced. */
  readonly synced: number;
  /** The layout's folders by type. */
  readonly folders: Readonly<Record<string, string>>;
}

export type GuardAnswer =
  /** The share is ours: copy. */
  | { readonly act: 'go'; readonly marker: Marker }
  /** First use: write the marker. Or `extend`: the marker lacks types that the layout knows. */
  | { readonly act: 'adopt' | 'extend' }
  | { readonly act: 'refuse'; readonly code: SyncErrorCode; readonly params: ErrorParams };

/**
 * Is this really the share? An unmounted share is an ordinary empty folder, so a root without marker is believed only
 * where nothing was ever synced.
 */
export function decideGuard({ state, expectedId, synced, folders }: GuardQuestion): GuardAnswer {
  if (!state.usable) return { act: 'refuse', code: state.code, params: state.params };
  const { marker } = state;
  if (marker === null) {
    if (synced > 0 || expectedId !== undefined) return { act: 'refuse', code: 'MIRROR_NOT_OURS', params: {} };
    return { act: 'adopt' };
  }
  if (expectedId !== undefined && marker.id !== expectedId) {
    return { act: 'refuse', code: 'MIRROR_OTHER_SHARE', params: {} };
  }
  const conflict = findFolderConflict(marker.folders, folders);
  if (conflict !== undefined) return { act: 'refuse', code: 'MIRROR_LAYOUT_CHANGED', params: { ...conflict } };
  if (Object.keys(missingFolders(marker.folders, folders)).length > 0) return { act: 'extend' };
  return { act: 'go', marker };
}
