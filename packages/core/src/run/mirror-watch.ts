import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import type { Mirror, MirrorState } from '../mirror.js';
import { withDeadline } from './deadline.js';

/** Keeps what is known of the share, so that nobody has to wait for it. */
export interface MirrorWatch {
  /** Probes now; joins a probe under way. Resolves within the deadline, to `MIRROR_NOT_ANSWERING` if need be. */
  probe(): Promise<MirrorState>;
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
  let underWay: Promise<MirrorState> | undefined;
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
  function start(): Promise<MirrorState> {
    underWay ??= mirror
      .probe()
      .then(remember)
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  }

  async function probe(): Promise<MirrorState> {
    return withDeadline(start(), probeTimeoutMs, () => remember(notAnswering));
  }

  async function probeAnew(): Promise<MirrorState> {
    const before = underWay;
    if (before === undefined) return probe();
    // Those who wait for its end share the next one; how it ended is told to those who asked for it.
    const next = before.catch(() => undefined).then(start);
    return withDeadline(next, probeTimeoutMs, () => remember(notAnswering));
  }

  function isOlder(maxAgeMs: number): boolean {
    return last === undefined || performance.now() - last.at > maxAgeMs;
  }

  return {
    probe,
    probeAnew,
    recent: async (maxAgeMs) => (last === undefined || isOlder(maxAgeMs) ? probe() : last.state),
    async known(maxAgeMs, firstWaitMs) {
      const refreshed = isOlder(maxAgeMs) ? probe() : undefined;
      if (last !== undefined) {
        // Its outcome is remembered; a failure shows in the next call that waits for it.
        refreshed?.catch(() => undefined);
        return last.state;
      }
      return withDeadline(refreshed ?? probe(), firstWaitMs, () => notAnswering);
    },
    reportLost(code, params) {
      remember({ usable: false, code, params });
    },
  };
}
