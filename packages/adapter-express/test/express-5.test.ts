import express from 'express';
import { expect, test } from 'vitest';
import { createSyncRouter } from '../src/index.js';
import { scriptedApi } from './scripted-api.js';
import { everySite, otherMethods } from './sites.js';

test('these tests run on the Router of Express 5', () => {
  expect(createSyncRouter(scriptedApi(), { authorize: false })).not.toHaveProperty('process_params');
});

everySite('Express 5', express);
otherMethods('Express 5', express);
