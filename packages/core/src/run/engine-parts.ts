import type { Locale } from '../messages/locale.js';
import type { Calls } from './calls.js';
import type { MirrorWatch } from './mirror-watch.js';
import type { RunContext } from './run.js';
import type { Entered, ShareGuard } from './share-guard.js';

/** What the methods of one engine share. */
export interface EngineParts {
  readonly context: RunContext;
  readonly guard: ShareGuard;
  readonly watch: MirrorWatch;
  readonly calls: Calls;
  /** Language of answers, unless a call wants another. */
  readonly locale: Locale;
  /** `stop` was called: what is under way comes to an end. */
  readonly stopping: AbortSignal;
  /** Makes sure that the share is ours. */
  readonly enter: () => Promise<Entered>;
}
