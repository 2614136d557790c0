import assert from 'node:assert/strict';
import type { SyncErrorCode } from '../errors/codes.js';
import { type ErrorBody, errorSchema } from '../http/contract.js';
import type { Locale } from '../messages/locale.js';
import { type Answer, expectAnswer } from './router-harness.js';

/** Written out a second time on purpose: what the suite expects must not come from the code it checks. */
export const statuses: Readonly<Record<SyncErrorCode, number>> = {
  ...each(400, ['MIRROR_NOT_CONFIGURED', 'MIRROR_PATH_MISSING', 'MIRROR_NOT_A_FOLDER', 'MIRROR_NOT_WRITABLE']),
  ...each(400, ['MIRROR_FULL', 'MIRROR_NOT_ANSWERING', 'MIRROR_NOT_OURS', 'MIRROR_OTHER_SHARE', 'MIRROR_LOST']),
  ...each(400, ['MIRROR_MARKER_DAMAGED', 'MIRROR_LAYOUT_CHANGED', 'MIRROR_OTHER_DEVICE', 'MIRROR_FAILED']),
  ...each(400, ['DOCUMENT_ID_INVALID', 'DOCUMENT_WITHOUT_FILE', 'DOCUMENT_DATE_INVALID']),
  ...each(400, ['SOURCE_NOT_FOUND', 'SOURCE_NOT_A_FILE', 'SOURCE_UNREADABLE', 'SOURCE_OUTSIDE_ROOTS']),
  ...each(400, ['MIRROR_MARKER_NEWER', 'COPY_FOLDER_TAKEN', 'COPY_TOO_LARGE']),
  ...each(400, ['SOURCE_IS_LINK', 'SOURCE_INSIDE_MIRROR', 'MIRROR_INSIDE_SOURCES', 'RESTORE_TARGET_INSIDE_MIRROR']),
  ...each(400, ['COPY_NAME_TAKEN', 'COPY_REFUSED', 'COPY_FAILED']),
  ...each(400, ['RESTORE_TARGET_OUTSIDE', 'QUERY_INVALID', 'RECEIPTS_NEEDED']),
  ...each(403, ['FORBIDDEN']),
  ...each(404, ['DOCUMENT_NOT_FOUND', 'ROUTE_NOT_FOUND', 'COPY_MISSING']),
  ...each(409, ['DOCUMENT_CHANGED', 'SOURCE_CHANGED', 'RUN_IN_PROGRESS', 'TOO_MANY_DELETED']),
  ...each(409, ['COPY_CHANGED', 'RESTORE_TARGET_TAKEN', 'RESTORE_OUTDATED']),
  ...each(409, ['STORE_ID_CHANGED', 'STORE_LISTS_AMBIGUOUS']),
  ...each(500, [
    'RUN_ABORTED',
    'OPTIONS_INVALID',
    'SERVER_UNREACHABLE',
    'ANSWER_INVALID',
    'INTERNAL_ERROR',
    'COPY_PROCESS_FAILED',
  ]),
  ...each(500, ['MARK_NOT_KEPT', 'STORE_MISMATCH', 'STORE_NOT_ADVANCING', 'RESTORE_FAILED', 'FAILURE_UNKNOWN']),
  ...each(503, ['ENGINE_STOPPED', 'STORE_FAILED', 'SYSTEM_LIMIT_REACHED']),
};

function each<Code extends SyncErrorCode>(status: number, codes: readonly Code[]): Record<Code, number> {
  return Object.fromEntries(codes.map((code) => [code, status])) as Record<Code, number>;
}

/** The specification's sentences. */
export const specifiedMessages: Partial<Record<SyncErrorCode, Readonly<Record<Locale, string>>>> = {
  MIRROR_NOT_CONFIGURED: {
    en: 'NAS mount not configured. Define NAS_MOUNT_PATH and mount the SMB share.',
    fr: 'Montage NAS non configuré. Définissez NAS_MOUNT_PATH et montez le partage SMB.',
  },
  MIRROR_PATH_MISSING: {
    en: 'Mount path does not exist: /app/nas_backup',
    fr: "Le chemin de montage n'existe pas: /app/nas_backup",
  },
  MIRROR_NOT_WRITABLE: { en: 'Mount is not writable', fr: "Le montage n'est pas accessible en écriture" },
  DOCUMENT_NOT_FOUND: { en: 'Document not found', fr: 'Document non trouvé' },
  SOURCE_NOT_FOUND: { en: 'Source file not found', fr: 'Fichier source introuvable' },
};

type Bodies = Readonly<Record<Locale, ErrorBody>>;

export const internalError: Bodies = {
  en: {
    success: false,
    message: 'Internal error',
    code: 'INTERNAL_ERROR',
    hint: 'Look at the host’s log for the cause.',
  },
  fr: {
    success: false,
    message: 'Erreur interne',
    code: 'INTERNAL_ERROR',
    hint: 'Cherchez la cause dans le journal du serveur.',
  },
};

export const malformedId: Bodies = {
  en: {
    success: false,
    message: 'Not a valid document id',
    code: 'DOCUMENT_ID_INVALID',
    hint: 'Give the id as it stands in the database. If it is the id of a row: correct it, or the option idType. Ids are whole numbers, UUIDs in lower case, or texts of at most 1,000 characters (500 with receipts).',
  },
  fr: {
    success: false,
    message: 'Identifiant de document non valide',
    code: 'DOCUMENT_ID_INVALID',
    hint: 'Donnez l’identifiant tel qu’il figure dans la base de données. S’il s’agit de l’identifiant d’une ligne, corrigez-le, ou corrigez l’option idType : sont admis les nombres entiers, les UUID en minuscules et les textes de 1 000 caractères au plus (500 avec les reçus).',
  },
};

export const forbidden: Bodies = {
  en: {
    success: false,
    message: 'Not allowed',
    code: 'FORBIDDEN',
    hint: 'Sign in, or send the credentials that this host asks for.',
  },
  fr: {
    success: false,
    message: 'Accès refusé',
    code: 'FORBIDDEN',
    hint: 'Connectez-vous, ou envoyez les identifiants que ce serveur demande.',
  },
};

export const inLocale = (locale: Locale) => ({ headers: { 'accept-language': locale } });

/** An error body with exactly these words, and some hint. */
export function expectError(
  answer: Answer,
  expected: {
    readonly status: number;
    readonly locale: Locale;
    readonly code: SyncErrorCode;
    readonly message: string;
  },
): void {
  const { status, locale, code, message } = expected;
  const { hint } = JSON.parse(answer.text) as ErrorBody;
  assert.ok(typeof hint === 'string' && hint !== '', answer.text);
  expectAnswer(answer, { status, locale, schema: errorSchema, body: { success: false, message, code, hint } });
}
