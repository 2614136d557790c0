import { describe, test } from 'vitest';
import { routerSuite } from '../../src/testing/router-suite.js';
import { mountOnNode } from './node-mount.js';

routerSuite({ describe, test, name: 'node:http', mount: mountOnNode });
