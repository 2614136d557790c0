import { otherType } from './folders.js';

/** Days by type (see `typeKey`) that a copy stays after its document is gone; `default` for every type that is not named. */
export type RetentionDays = Readonly<Record<string, number>>;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Whether a copy is still too young to be removed, counted from when it was marked.
 * @param type in the layout's form; empty counts as the type of everything else.
 */
export function isRetained(type: string, syncedAt: Date | null, retentionDays: RetentionDays, now: Date): boolean {
  const days = daysOf(type === '' ? otherType : type, retentionDays);
  if (days === 0) return false;
  // Nobody knows how old it is: then it is not old enough.
  if (syncedAt === null) return true;
  return now.getTime() - syncedAt.getTime() < days * dayMs;
}

function daysOf(type: string, retentionDays: RetentionDays): number {
  // Own properties only: `constructor` is a type like any other.
  if (Object.hasOwn(retentionDays, type)) return retentionDays[type] ?? 0;
  return Object.hasOwn(retentionDays, 'default') ? (retentionDays.default ?? 0) : 0;
}
