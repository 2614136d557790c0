/** A walk over names that rests after a page, so that the next one need not read its folders again. */
export interface RestingWalk {
  readonly own: string | undefined;
  /** The last key that was handed out. */
  readonly after: string;
  /** When its folders were read, at the earliest. */
  readonly begunMs: number;
  readonly keys: Iterator<string, void>;
}
