import { type Locale, locales } from '@docmirror/core';
import type { Request } from 'express';
import { z } from 'zod';

/** May this request use the routes? Only `true` lets it in. */
export type Authorize = (request: Request) => boolean | Promise<boolean>;

export interface SyncRouterOptions {
  /**
   * Required. A function that says who may use the routes, or `false`: everybody whom the middlewares before the
   * router let through. When it throws or rejects, nobody gets in.
   */
  readonly authorize: Authorize | false;
  /** Language of every answer. Default: what the request's `Accept-Language` asks for, else English. */
  readonly locale?: Locale | undefined;
  /** Is told of what an answer keeps to itself: faults of the host, the database, or docmirror. Default: a process warning. */
  readonly onError?: ((error: unknown) => void | Promise<void>) | undefined;
}

export const routerOptionsSchema = z.strictObject({
  authorize: z.custom<Authorize | false>(
    (value) => value === false || (typeof value === 'function' && value.length < 3),
    { error: ({ input }) => authorizeProblem(input) },
  ),
  locale: z.enum(locales, { error: `must be one of ${locales.join(', ')}` }).optional(),
  onError: z
    .custom<(error: unknown) => void | Promise<void>>((value) => typeof value === 'function', {
      error: 'must be a function that takes the error',
    })
    .optional(),
});

function authorizeProblem(given: unknown): string {
  if (typeof given === 'function') {
    return (
      `takes the request and returns true or false; a function of ${given.length} arguments is a middleware. ` +
      'Write app.use(path, requireAdmin, createSyncRouter(sync, { authorize: false })) with your middleware as requireAdmin.'
    );
  }
  return (
    `${given === undefined ? 'is missing' : 'must be a function or false'}. ` +
    'Write authorize: (req) => isAdmin(req) to say who may use these routes, ' +
    'or authorize: false if everybody may who gets past the middlewares before the router.'
  );
}
