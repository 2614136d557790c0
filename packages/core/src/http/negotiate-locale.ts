import { type Locale, locales } from '../messages/locale.js';

/**
 * The language of an answer: `fixed` where the host has set one, else the best of what the request's
 * `Accept-Language` asks for (`fr-CA` counts as `fr`; of equals the first named), else English.
 */
export function negotiateLocale(acceptLanguage: string | undefined, fixed?: Locale | undefined): Locale {
  if (fixed !== undefined) return fixed;
  const ranges = (acceptLanguage ?? '').split(',').map(parseRange);
  const wishes = locales
    .map((locale) => wishFor(locale, ranges))
    .filter((wish) => wish.quality > 0)
    .sort((a, b) => b.quality - a.quality || a.position - b.position);
  return wishes[0]?.locale ?? 'en';
}

interface LanguageRange {
  readonly language: string;
  readonly quality: number;
}

/** `fr-CA;q=0.8`. A quality that cannot be read counts as none. */
function parseRange(text: string): LanguageRange {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  return {
    language: tag.split('-')[0] ?? '',
    quality: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(quality) ? Number(quality) : 0,
  };
}

/** What is said of a language by name outweighs what is said of all (`*`). */
function wishFor(locale: Locale, ranges: readonly LanguageRange[]) {
  const named = ranges.filter((range) => range.language === locale);
  const best = (named.length > 0 ? named : ranges.filter((range) => range.language === '*')).reduce(
    (a, b) => (b.quality > a.quality ? b : a),
    { language: locale, quality: 0 } as LanguageRange,
  );
  return { locale, quality: best.quality, position: ranges.indexOf(best) };
}
