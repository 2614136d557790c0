import { z } from 'zod';
import type { Locale } from '../messages/locale.js';
import { foldName } from './fold-name.js';
import { safeName } from './safe-name.js';

/** Folder of documents without a date, in every language; it stands where the year does. */
export const undatedFolder = 'undated';

/** The type whose folder takes every type that has none. */
export const otherType = 'other';

/** The names of the specification. */
export const defaultFolders: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: { receipt: 'receipts', invoice: 'invoices', payslip: 'salaries', [otherType]: 'others' },
  fr: { receipt: 'tickets', invoice: 'factures', payslip: 'salaires', [otherType]: 'autres' },
};

/** Types are told apart by this: case, Unicode form and outer white space (padded columns) do not count. */
export function typeKey(type: string): string {
  return type.normalize('NFC').trim().toLowerCase();
}

/** Own folders by type, `{ invoice: 'Bills', contract: 'contracts' }`. */
export const foldersSchema = z.record(z.string(), z.string()).superRefine((folders, context) => {
  const seen = new Map<string, string>();
  for (const [type, folder] of Object.entries(folders)) {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: [type], message });
    const twin = seen.get(typeKey(type));
    if (typeKey(type) === '') {
      refuse('a type cannot be empty; write the type as it stands in the database');
    } else if (twin !== undefined) {
      refuse(`the types "${twin}" and "${type}" are the same, case does not count; write one of them`);
    }
    seen.set(typeKey(type), type);
    if (foldName(folder) === undatedFolder) {
      refuse(`"${folder}" is the folder of documents without a date; write another name`);
    } else if (!isFolderName(folder)) {
      refuse(
        `"${folder}" cannot be a folder on every share; write one plain name such as "invoices": ` +
          'none of < > : " / \\ | ? *, no dot in front, no space or dot at the end, no name that Windows reserves',
      );
    }
  }
});

/** Folder of every known type (see `typeKey`): the defaults of the language, with `own` over them. */
export function resolveFolders(locale: Locale, own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const ownByKey = Object.fromEntries(Object.entries(own).map(([type, folder]) => [typeKey(type), folder]));
  return { ...defaultFolders[locale], ...ownByKey };
}

function isFolderName(folder: string): boolean {
  return folder !== '' && !folder.startsWith('.') && safeName(folder, '0') === folder;
}
