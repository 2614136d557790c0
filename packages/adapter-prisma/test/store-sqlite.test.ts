import { runSuite } from './run-suite';

runSuite('sqlite');
