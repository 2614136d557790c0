import { runSuite } from './run-suite';

runSuite('mysql');
