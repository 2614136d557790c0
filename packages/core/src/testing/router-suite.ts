import { authorizeTests } from './router-authorize.js';
import { clientTests } from './router-client.js';
import { documentTests } from './router-document.js';
import { endpointTests } from './router-endpoints.js';
import { engineTests } from './router-engine.js';
import { errorTests } from './router-errors.js';
import type { RouterSuiteOptions } from './router-harness.js';
import { parameterTests } from './router-parameters.js';
import { queryTests } from './router-queries.js';
import { recoveryTests } from './router-recovery.js';
import { shareStateTests } from './router-share-states.js';

/**
 * The wire contract, over a real socket, for any adapter of the HTTP API. Needs no test runner of its own: hand in
 * `describe` and `test` of yours.
 */
export function routerSuite(suite: RouterSuiteOptions): void {
  suite.describe(`the wire contract: ${suite.name}`, () => {
    endpointTests(suite);
    queryTests(suite);
    parameterTests(suite);
    errorTests(suite);
    authorizeTests(suite);
    clientTests(suite);
    engineTests(suite);
    documentTests(suite);
    recoveryTests(suite);
    shareStateTests(suite);
  });
}
