import type { z } from 'zod';
import { SyncError } from '../errors/sync-error.js';
import type { Locale } from '../messages/locale.js';
import type { CallOptions } from '../sync-api.js';
import { answers } from './answers.js';
import type { ResolvedClientOptions } from './client-options.js';
import { interruption } from './interruption.js';

export interface Question<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly schema: Schema;
  readonly timeoutMs?: number | undefined;
}

/** Sends one request and checks what comes back. */
export async function ask<Schema extends z.ZodType>(
  options: ResolvedClientOptions,
  question: Question<Schema>,
  call: CallOptions,
): Promise<z.output<Schema>> {
  const locale = call.locale ?? options.locale;
  const headers = await headersFor(options, locale);
  const { status, text } = await exchange(options, question, call, headers);
  const body = parseJson(text);
  if (status >= 200 && status < 300) {
    const answer = question.schema.safeParse(body);
    if (answer.success) return answer.data;
    throw invalidAnswer(status, locale, answer.error);
  }
  const failure = answers.error.safeParse(body);
  if (failure.success) {
    const { code, message, hint } = failure.data;
    throw new SyncError(code, { message, hint });
  }
  // Most likely a middleware of the host, before the router, with an answer of its own shape.
  if (status === 401 || status === 403) throw new SyncError('FORBIDDEN', { locale: locale ?? 'en' });
  throw invalidAnswer(status, locale, failure.error);
}

async function headersFor(options: ResolvedClientOptions, locale: Locale | undefined): Promise<Headers> {
  const given = typeof options.headers === 'function' ? await options.headers() : options.headers;
  const headers = new Headers(given);
  headers.set('accept', 'application/json');
  if (locale !== undefined) headers.set('accept-language', locale);
  return headers;
}

async function exchange(
  options: ResolvedClientOptions,
  question: Question<z.ZodType>,
  call: CallOptions,
  headers: Headers,
): Promise<{ status: number; text: string }> {
  // Looked up at each call, so that a replacement made later (a polyfill, a test's) counts.
  const send = options.fetch ?? globalThis.fetch;
  const { signal, release } = interruption(call.signal, question.timeoutMs);
  try {
    const response = await send(`${options.baseUrl}${question.path}`, { method: question.method, headers, signal });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    const locale = call.locale ?? options.locale ?? 'en';
    if (call.signal?.aborted) throw new SyncError('RUN_ABORTED', { cause: call.signal.reason, locale });
    throw new SyncError('SERVER_UNREACHABLE', { cause: signal.aborted ? signal.reason : cause, locale });
  } finally {
    release();
  }
}

/** Undefined where it is no JSON; no schema of ours takes that. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalidAnswer(status: number, locale: Locale | undefined, problem: Error): SyncError {
  return new SyncError('ANSWER_INVALID', {
    cause: new Error(`HTTP status ${status}`, { cause: problem }),
    locale: locale ?? 'en',
  });
}
