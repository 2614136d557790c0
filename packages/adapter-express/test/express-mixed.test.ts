import { routerSuite } from '@docmirror/core/testing';
import express4 from 'express4';
import { describe, test } from 'vitest';
import { mountOn } from './mount-on-express.js';

// A workspace may hoist one Express for the adapter and another for the host.
routerSuite({ describe, test, name: 'a router of Express 5 in an app of Express 4', mount: mountOn(express4) });
