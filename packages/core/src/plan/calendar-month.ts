export interface CalendarMonth {
  /** Four digits. */
  readonly year: string;
  /** Two digits. */
  readonly month: string;
}

const dateText =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?(Z|[+-]\d{2}(?::?\d{2}){0,2}))?)?$/i;

const formatByZone = new Map<string, Intl.DateTimeFormat>();

/**
 * Year and month that a date belongs to. Text without a zone, `2024-01-31` or `2024-01-31 23:30:00`, is taken as it
 * stands; text with `Z` or an offset, and a Date, is an instant and read in `timeZone` (one that exists).
 * Undefined for what is no date between the years 1 and 9999.
 */
export function calendarMonth(date: string | Date, timeZone: string): CalendarMonth | undefined {
  if (typeof date !== 'string') return monthOfInstant(date.getTime(), timeZone);
  const match = dateText.exec(date.trim());
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', zone] = match;
  const midnight = utcMidnight(Number(year), Number(month), Number(day));
  if (midnight === undefined) return undefined;
  // 60 is a leap second.
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  if (zone === undefined) return { year, month };
  const offset = offsetSeconds(zone);
  if (offset === undefined) return undefined;
  // Fractions of a second cannot reach into another month.
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
  return monthOfInstant(midnight + seconds * 1000, timeZone);
}

/** Undefined for a day that the calendar does not have, and for the year 0. */
function utcMidnight(year: number, month: number, day: number): number | undefined {
  if (year < 1) return undefined;
  // Not Date.UTC, which takes the year 24 for 1924.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

function offsetSeconds(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const [hours = 0, minutes = 0, seconds = 0] = (zone.match(/\d{2}/g) ?? []).map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
}

function monthOfInstant(instantMs: number, timeZone: string): CalendarMonth | undefined {
  if (Number.isNaN(instantMs)) return undefined;
  const parts = formatOf(timeZone).formatToParts(instantMs);
  const partOf = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  const year = Number(partOf('year'));
  if (partOf('era') !== 'A' || year > 9999) return undefined;
  return { year: String(year).padStart(4, '0'), month: partOf('month').padStart(2, '0') };
}

/** Making a format costs some hundred times as much as using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatByZone.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    calendar: 'gregory',
    numberingSystem: 'latn',
    timeZone,
    era: 'narrow',
    year: 'numeric',
    month: '2-digit',
  });
  formatByZone.set(timeZone, format);
  return format;
}
