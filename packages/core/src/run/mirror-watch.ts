import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import { isSyncError } from '../errors/sync-error.js';
import type { Mirror, MirrorState, ProbeRequest } from '../mirror.js';
import { type SharedPromise, sharedPromise } from '../shared-promise.js';

/** Keeps what is known of the share, so that nobody has to wait for it. */
export interface MirrorWatch {
  /** Probes now; joins a probe under way. Resolves within the deadline, to `MIRROR_NOT_ANSWERING` if need be. */
  probe(): Promise<MirrorState>;
  /** The same for who only reads: finds out whether the share can be read from, and writes nothing. */
  look(): Promise<MirrorState>;
  /** As `probe`, but joins none that began before this call. */
  probeAnew(): Promise<MirrorState>;
  /** What was found at most `maxAgeMs` ago, else a new probe. */
  recent(maxAgeMs: number): Promise<MirrorState>;
  /** What was found last, refreshed in the background when older than `maxAgeMs`; waits `firstWaitMs` only if nothing is known. */
  known(maxAgeMs: number, firstWaitMs: number): Promise<MirrorState>;
  /** A run found the share unusable. */
  reportLost(code: SyncErrorCode, params: ErrorParams): void;
}

export interface MirrorWatchOptions {
  readonly mirror: Mirror;
  readonly probeTimeoutMs: number;
  readonly onLost: (code: SyncErrorCode, params: ErrorParams) => void;
  readonly onRecovered: () => void;
}

const notAnswering: MirrorState = { usable: false, code: 'MIRROR_NOT_ANSWERING', params: {} };

export function createMirrorWatch({ mirror, probeTimeoutMs, onLost, onRecovered }: MirrorWatchOptions): MirrorWatch {
  let last: { readonly state: MirrorState; readonly at: number } | undefined;
  let underWay: SharedPromise<MirrorState> | undefined;
  let looking: SharedPromise<MirrorState> | undefined;
  let lost = false;

  function remember(state: MirrorState): MirrorState {
    const before = last?.state;
    last = { state, at: performance.now() };
    if (state.usable && lost) {
      lost = false;
      onRecovered();
    } else if (!state.usable && before?.usable && !lost) {
      lost = true;
      onLost(state.code, state.params);
    }
    return state;
  }

  /** One at a time: a share that does not answer must not collect probes. */
  function start(): SharedPromise<MirrorState> {
    underWay ??= sharedPromise(
      ask()
        .then(remember)
        .finally(() => {
          underWay = undefined;
        }),
    );
    return underWay;
  }

  /** Why nobody can look is a state as well: status and configuration tell it like any other. */
  async function ask(request?: ProbeRequest): Promise<MirrorState> {
    try {
      return await mirror.probe(request);
    } catch (error) {
      if (!isSyncError(error) || error.scope !== 'run' || error.code === 'ENGINE_STOPPED') throw error;
      return { usable: false, code: error.code, params: error.params };
    }
  }

  async function probe(): Promise<MirrorState> {
    return start().wait({ ms: probeTimeoutMs, otherwise: () => remember(notAnswering) });
  }

  /** What can be read may still be read-only or full: only what cannot is remembered of the share. */
  function noteLook(state: MirrorState): MirrorState {
    return state.usable ? state : remember(state);
  }

  function startLooking(): SharedPromise<MirrorState> {
    looking ??= sharedPromise(
      ask({ readOnly: true })
        .then(noteLook)
        .finally(() => {
          looking = undefined;
        }),
    );
    return looking;
  }

  async function probeAnew(): Promise<MirrorState> {
    const before = underWay;
    if (before === undefined) return probe();
    const startedAt = performance.now();
    // How it ended is told to those who asked for it; all who wait for its end share the next one.
    await before.wait({ ms: probeTimeoutMs, otherwise: () => notAnswering }).catch(() => undefined);
    const ms = probeTimeoutMs - (performance.now() - startedAt);
    return start().wait({ ms, otherwise: () => remember(notAnswering) });
  }

  function isOlder(maxAgeMs: number): boolean {
    return last === undefined || performance.now() - last.at > maxAgeMs;
  }

  return {
    probe,
    look: async () => startLooking().wait({ ms: probeTimeoutMs, otherwise: () => noteLook(notAnswering) }),
    probeAnew,
    recent: async (maxAgeMs) => (last === undefined || isOlder(maxAgeMs) ? probe() : last.state),
    async known(maxAgeMs, firstWaitMs) {
      const refreshed = isOlder(maxAgeMs) ? probe() : undefined;
      if (last !== undefined) {
        // Its outcome is remembered; a failure shows in the next call that waits for it.
        refreshed?.catch(() => undefined);
        return last.state;
      }
      return sharedPromise(refreshed ?? probe()).wait({ ms: firstWaitMs, otherwise: () => notAnswering });
    },
    reportLost(code, params) {
      remember({ usable: false, code, params });
    },
  };
}
