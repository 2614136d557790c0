import type { IncomingMessage } from 'node:http';
import { SyncError } from '../errors/sync-error.js';
import { say } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';

/** A request as node:http has it, and maybe with what a body parser of the host has made of its body. */
export type RequestWithBody = IncomingMessage & { readonly body?: unknown };

/** Far above what any request needs; bounds what a stranger can make us keep. */
const maxBytes = 65_536;

/** Fields of a request's body, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The body of a request as fields: JSON whatever type it is sent with (`fetch` calls a string text/plain), or a form. Reads
 * it, unless the host has. Empty where there is none. Rejects with `QUERY_INVALID` for what is neither: it may ask for
 * something that we would not do.
 */
export async function fieldsOf(request: RequestWithBody, locale: Locale): Promise<Fields> {
  const read = hasUnreadBody(request) ? await textOf(request) : '';
  if (read === undefined) throw unreadable(locale);
  const given = read.trim() === '' ? request.body : read;
  const content = given instanceof Uint8Array ? Buffer.from(given).toString('utf8') : given;
  const fields = typeof content === 'string' ? parse(content, request.headers['content-type']) : content;
  if (fields === undefined || fields === null) return {};
  if (typeof fields !== 'object' || Array.isArray(fields)) throw unreadable(locale);
  return fields as Fields;
}

function hasUnreadBody({ headers, httpVersionMajor, readableEnded, destroyed }: IncomingMessage): boolean {
  if (readableEnded || destroyed) return false;
  const announced = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return announced || httpVersionMajor > 1;
}

/** Undefined where it is too long; the rest is let through, so that the connection can be used again. */
function textOf(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer | string) => {
      bytes += part.length;
      if (bytes > maxBytes) {
        parts = [];
        resolve(undefined);
      } else {
        parts.push(Buffer.from(part));
      }
    });
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    // Nobody is there any more to read the answer.
    request.on('close', () => resolve(undefined));
    request.on('error', reject);
  });
}

/** A value that is no object where the text cannot be understood. */
function parse(text: string, contentType = ''): unknown {
  if (text.trim() === '') return undefined;
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function unreadable(locale: Locale): SyncError {
  return new SyncError('QUERY_INVALID', { params: { name: 'body', expected: say('expectedBody', {}, locale) } });
}
