import { SyncError } from '../errors/sync-error.js';
import type { Marker, Mirror, MirrorState } from '../mirror.js';
import { decideGuard, type GuardAnswer } from '../plan/guard.js';
import type { DocumentStore } from '../store.js';

export interface Entered {
  /** The id to copy by. */
  readonly mirrorId: string;
  /** Documents pending: counted together with those that are synced. */
  readonly pending: number;
}

/** Lets nobody copy to a folder that is not our share. */
export interface ShareGuard {
  /** Id of the share that documents are brought to: the option's, the receipts', or the first one this process has used. */
  expected(): Promise<string | undefined>;
  /**
   * What the guard says of this state, seen before the documents were counted; touches nothing. A root without marker
   * that documents were brought to is looked at again first: another instance may just have adopted it.
   */
  judge(state: MirrorState, synced: number): Promise<GuardAnswer>;
  /** Makes sure that the share is ours, adopting it on first use, or rejects with the refusal. */
  enter(state: MirrorState): Promise<Entered>;
  /** Accepts the share as it is now, whatever was expected; every document becomes pending. */
  adopt(state: MirrorState): Promise<void>;
}

export interface ShareGuardOptions {
  readonly store: DocumentStore;
  readonly mirror: Mirror;
  readonly folders: Readonly<Record<string, string>>;
  readonly mirrorId: string | undefined;
  /** Looks at the share anew: no look that began before counts. */
  readonly look: () => Promise<MirrorState>;
}

export function createShareGuard({ store, mirror, folders, mirrorId, look }: ShareGuardOptions): ShareGuard {
  const { receipts } = store;
  let adoption: Promise<Marker> | undefined;
  /** That of the first share this process has used; counts where nobody else knows. */
  let seenId: string | undefined;

  /** Asked anew each time: another instance may have adopted another share. */
  async function expected(): Promise<string | undefined> {
    return mirrorId ?? (await receipts?.expectedMirror()) ?? seenId;
  }

  async function judgeNow(state: MirrorState, synced: number) {
    const expectedId = await expected();
    const answer = decideGuard({ state, expectedId, synced, folders });
    if (answer.act !== 'refuse' || answer.code !== 'MIRROR_NOT_OURS') return { answer, state, expectedId };
    const now = await look();
    return { answer: decideGuard({ state: now, expectedId, synced, folders }), state: now, expectedId };
  }

  /** @param extendId id of the marker that is there, if it only lacks types. */
  async function accept(expectedId: string | undefined, extendId?: string): Promise<Marker> {
    const marker = await mirror.adopt({ folders, mirrorId, extendId });
    // Another instance may have been faster, with other ideas.
    const answer = decideGuard({ state: { usable: true, marker }, expectedId, synced: 0, folders });
    if (answer.act === 'refuse') throw refusal(answer);
    return marker;
  }

  /** Once, however many calls came to it: a later one may be of a time when the share was not mounted any more. */
  async function adoptFirst(): Promise<Marker> {
    adoption ??= accept(undefined);
    try {
      return await adoption;
    } catch (error) {
      adoption = undefined;
      throw error;
    }
  }

  async function remember({ id }: Marker): Promise<void> {
    seenId = id;
    if (receipts !== undefined && (await receipts.expectedMirror()) !== id) await receipts.expectMirror(id);
  }

  return {
    expected,
    judge: async (state, synced) => (await judgeNow(state, synced)).answer,
    async enter(before) {
      const { synced, pending } = await store.counts();
      const { answer, state, expectedId } = await judgeNow(before, synced);
      if (answer.act === 'refuse') throw refusal(answer);
      const extendId = state.usable ? state.marker?.id : undefined;
      const marker =
        answer.act === 'go'
          ? answer.marker
          : await (answer.act === 'adopt' ? adoptFirst() : accept(expectedId, extendId));
      await remember(marker);
      return { mirrorId: marker.id, pending };
    },
    async adopt(state) {
      const answer = decideGuard({ state, expectedId: mirrorId, synced: 0, folders });
      // Only a missing marker may be made good here, and it is: with the id of the options.
      if (answer.act === 'refuse' && answer.code !== 'MIRROR_NOT_OURS') throw refusal(answer);
      // First the marks: were they left standing beside a new marker, documents would count as copied that are not.
      await store.unmarkAll();
      await remember(await accept(mirrorId));
    },
  };
}

function refusal({ code, params }: Extract<GuardAnswer, { act: 'refuse' }>): SyncError {
  return new SyncError(code, { params, scope: 'run' });
}
