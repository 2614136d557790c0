import { EventEmitter, once } from 'node:events';
import express, { type ErrorRequestHandler } from 'express';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mountOn } from './mount-on-express.js';
import { scriptedApi } from './scripted-api.js';

const warnings: Error[] = [];
const rejections: unknown[] = [];
const onWarning = (warning: Error) => void warnings.push(warning);
const onRejection = (reason: unknown) => void rejections.push(reason);

beforeEach(() => {
  warnings.length = 0;
  rejections.length = 0;
  process.on('warning', onWarning).on('unhandledRejection', onRejection);
});
afterEach(() => {
  process.off('warning', onWarning).off('unhandledRejection', onRejection);
});

const failing = scriptedApi({ getStatus: () => Promise.reject(new Error('the table is gone')) });

async function getStatus(options: { onError?: (error: unknown) => void | Promise<void> }): Promise<number> {
  const router = await mountOn(express)(failing, { authorize: false, ...options });
  try {
    return (await fetch(`${router.baseUrl}/status`)).status;
  } finally {
    await router.close();
  }
}

describe('onError', () => {
  test('by default, what an answer keeps to itself is a warning of the process', async () => {
    expect(await getStatus({})).toBe(500);
    expect(warnings.map(({ name }) => name)).toEqual(['DocmirrorWarning']);
    expect(warnings[0]?.message).toContain('the table is gone');
  });

  test('a host that listens gets no warning besides', async () => {
    const told: unknown[] = [];
    expect(await getStatus({ onError: (error) => void told.push(error) })).toBe(500);
    expect(told).toEqual([new Error('the table is gone')]);
    expect(warnings).toEqual([]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('the log is full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the log is full'))],
  ])('one that %s becomes a warning, with the error it should have told', async (_, onError) => {
    expect(await getStatus({ onError })).toBe(500);
    const messages = warnings.map(({ message }) => message).join('\n');
    expect(messages).toContain('the table is gone');
    expect(messages).toContain('the log is full');
    expect(rejections).toEqual([]);
  });
});

test('a host that has answered by itself in the meantime is left alone', async () => {
  const told: unknown[] = [];
  const passedOn: unknown[] = [];
  const answered = new EventEmitter();
  const slow = scriptedApi({
    getStatus: async () => {
      const answer = once(answered, 'answered');
      answered.emit('asked');
      await answer;
      throw new Error('too late');
    },
  });
  const settled = new Promise<void>((resolve) => {
    answered.on('answered', () => setImmediate(resolve));
  });
  const recordErrors: ErrorRequestHandler = (error, _request, _response, _next) => void passedOn.push(error);
  const router = await mountOn(express, {
    prepare: (app) => {
      app.use((_request, response, next) => {
        answered.once('asked', () => {
          response.status(504).end('timed out');
          answered.emit('answered');
        });
        next();
      });
    },
    finish: (app) => app.use(recordErrors),
  })(slow, { authorize: false, onError: (error) => void told.push(error) });
  try {
    const answer = await fetch(`${router.baseUrl}/status`);
    await settled;
    expect(answer.status).toBe(504);
    expect(await answer.text()).toBe('timed out');
  } finally {
    await router.close();
  }
  expect(told).toEqual([new Error('too late')]);
  expect(passedOn).toEqual([]);
  expect(rejections).toEqual([]);
});

test('an answer that cannot be written is the host’s to handle, and no malformed id', async () => {
  const passedOn: unknown[] = [];
  const handleErrors: ErrorRequestHandler = (error, _request, response, _next) => {
    passedOn.push(error);
    response.sendStatus(500);
  };
  const unwritable = scriptedApi({ getStatus: async () => ({ pending: 8n }) as never });
  const router = await mountOn(express, { finish: (app) => app.use(handleErrors) })(unwritable, { authorize: false });
  try {
    expect((await fetch(`${router.baseUrl}/status`)).status).toBe(500);
  } finally {
    await router.close();
  }
  expect(passedOn).toEqual([expect.any(TypeError)]);
});
