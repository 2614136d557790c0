import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import type { Catalogue, ErrorWords, Phrase } from './catalogue.js';
import { english } from './en.js';
import { french } from './fr.js';
import type { Locale } from './locale.js';
import { printable } from './printable.js';

const catalogues: Record<Locale, Catalogue> = { en: english, fr: french };

/** Puts an error into words. A `{name}` that has no value is left out rather than shown, and what it stands in with it. Values are made printable: words go to logs and terminals. */
export function describe(code: SyncErrorCode, params: ErrorParams, locale: Locale): ErrorWords {
  const words = catalogues[locale].errors[code];
  return { message: fill(words.message, params), hint: fill(words.hint, params) };
}

/** Puts a sentence that is no error into words. */
export function say(phrase: Phrase, params: ErrorParams, locale: Locale): string {
  return fill(catalogues[locale].phrases[phrase], params);
}

function fill(text: string, params: ErrorParams): string {
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => printable(params[name] ?? ''));
  return filled.replace(/ (\(\)|“”|«\s*»)/g, '').trim();
}
