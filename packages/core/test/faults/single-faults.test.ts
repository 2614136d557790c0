import { singleFaultGrid } from './single-fault-grid.js';

singleFaultGrid(true);
