import { createSyncRouter } from '@docmirror/adapter-express';
import express from 'express';
import { createDocumentsRouter } from './documents.mjs';

/** The Express app: the backend's own routes, and docmirror's below /api/v1/sync. */
export function createApp({ database, uploads, sync, router }) {
  const app = express();
  app.disable('x-powered-by');
  app.use('/documents', createDocumentsRouter(database, uploads));
  app.use('/api/v1/sync', createSyncRouter(sync, router));
  app.use((_request, response) => {
    response.status(404).json({ success: false, message: 'Not found' });
  });
  // Express knows an error handler by its four parameters.
  app.use((error, request, response, _next) => {
    // A user who closed the tab in mid-upload is nothing to report, and nobody reads the answer.
    if (request.destroyed && !request.complete) return;
    console.error(error);
    if (response.headersSent) response.destroy();
    else response.status(error.status ?? 500).json({ success: false, message: 'Internal error' });
  });
  return app;
}
