import { z } from 'zod';
import type { Document } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import type { Phrase } from '../messages/catalogue.js';
import type { Locale } from '../messages/locale.js';
import { locales } from '../messages/locale.js';
import { parseOptions } from '../options.js';
import { calendarMonth } from './calendar-month.js';
import { foldersSchema, otherType, resolveFolders, typeKey, undatedFolder } from './folders.js';
import { idTag } from './id-tag.js';
import { safeName } from './safe-name.js';

/** The rule from a document to its place on the mirror. */
export interface Layout {
  /** Folder of each known type (types in lower case). */
  readonly folders: Readonly<Record<string, string>>;
  /** In which instants are read; an IANA name. */
  readonly timeZone: string;
}

export interface LayoutOptions {
  /** Language of the default folders. */
  readonly locale: Locale;
  /** Own folders by type, over the defaults. */
  readonly folders?: Readonly<Record<string, string>> | undefined;
  /** IANA name of the zone in which timestamps are read; default `UTC`. */
  readonly timeZone?: string | undefined;
}

export interface PlaceWarning {
  readonly phrase: Extract<Phrase, 'typeUnknown' | 'dateMissing'>;
  readonly params: Readonly<Record<string, string>>;
}

export interface Place {
  /** POSIX path below the root: `2024/01/invoices`, `undated/others`. */
  readonly directory: string;
  /** First candidate for the name. */
  readonly fileName: string;
  readonly idTag: string;
  readonly warnings: readonly PlaceWarning[];
}

export const timeZoneSchema = z.string().refine(isTimeZone, {
  error: ({ input }) => `"${input}" is not a known time zone; write an IANA name such as "Europe/Paris", or "UTC"`,
});

const layoutSchema = z.strictObject({
  locale: z.enum(locales),
  folders: foldersSchema.optional(),
  timeZone: timeZoneSchema.default('UTC'),
});

/** @throws SyncError `OPTIONS_INVALID`, which names the option and says what to write. */
export function createLayout(options: LayoutOptions): Layout {
  const { locale, folders, timeZone } = parseOptions('createLayout', layoutSchema, options);
  return { folders: resolveFolders(locale, folders), timeZone };
}

/** @throws SyncError `DOCUMENT_DATE_INVALID` where there is a date, but none that can be read. */
export function planPlace(document: Document, layout: Layout): Place {
  const { parent, warning: dateWarning } = placeInTime(document.date, layout.timeZone);
  const { folder, warning: typeWarning } = folderOf(document.type, layout.folders);
  return {
    directory: `${parent}/${folder}`,
    ...nameOf(document),
    warnings: [dateWarning, typeWarning].filter((warning) => warning !== undefined),
  };
}

/** The name of its copy, wherever that is filed. */
export function nameOf(document: Document): Pick<Place, 'fileName' | 'idTag'> {
  const tag = idTag(document.id);
  return { fileName: safeName(document.fileName || lastPart(document.source ?? ''), tag), idTag: tag };
}

function placeInTime(date: Document['date'], timeZone: string): { parent: string; warning?: PlaceWarning } {
  if (date === null || (typeof date === 'string' && date.trim() === '')) {
    return { parent: undatedFolder, warning: { phrase: 'dateMissing', params: { folder: undatedFolder } } };
  }
  const found = calendarMonth(date, timeZone);
  if (found === undefined) throw new SyncError('DOCUMENT_DATE_INVALID', { params: { date: shortened(textOf(date)) } });
  return { parent: `${found.year}/${found.month}` };
}

function folderOf(type: string | null, folders: Layout['folders']): { folder: string; warning?: PlaceWarning } {
  const key = typeKey(type ?? '');
  // Own properties only: `constructor` is a type like any other.
  const known = Object.hasOwn(folders, key) ? folders[key] : undefined;
  if (known !== undefined) return { folder: known };
  const folder = folders[otherType];
  if (folder === undefined) throw new TypeError(`a layout needs a folder for the type "${otherType}"`);
  return { folder, warning: { phrase: 'typeUnknown', params: { type: shortened(type ?? ''), folder } } };
}

/** Rows written on Windows have backslashes. */
function lastPart(source: string): string {
  return source.split(/[/\\]/).findLast((part) => part !== '') ?? '';
}

function textOf(date: string | Date): string {
  if (typeof date === 'string') return date;
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString();
}

/** At most 40 code points, for messages. */
function shortened(text: string): string {
  // Twice as many units hold them; the whole text may be very long.
  return [...text.slice(0, 80)].slice(0, 40).join('');
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
