import path from 'node:path';
import express from 'express';
import fs from 'fs-extra';
import { receiveUpload } from './uploads.mjs';

/** The backend's own routes: what a finance app has anyway, with or without docmirror. */
export function createDocumentsRouter(database, uploads) {
  const router = express.Router();

  router.get('/', async (_request, response) => {
    const rows = await database.document.findMany({ orderBy: { id: 'asc' } });
    response.json(rows.map(asJson));
  });

  // The body is the file, of any size: it is streamed, so no body parser stands before this.
  router.post('/', async (request, response) => {
    const { document, problem } = readQuery(request.query);
    if (problem) {
      response.status(400).json({ success: false, message: problem });
      return;
    }
    const storedName = await receiveUpload(request, uploads, document.fileName);
    try {
      // The row comes last: a crash before it leaves at most a file that no row knows, never a row without its file.
      const { id } = await database.document.create({
        // `filePath` is relative to `uploads`, which is docmirror's `sourceRoot`: the data folder can move to another place
        // or machine. (An absolute path is as good, as long as it lies in a source root.)
        data: { ...document, filePath: storedName },
        select: { id: true },
      });
      response.status(201).json({ id });
    } catch (error) {
      await fs.remove(path.join(uploads, storedName));
      throw error;
    }
  });

  return router;
}

function asJson(row) {
  return {
    id: row.id,
    type: row.type,
    file_name: row.fileName,
    file_path: row.filePath,
    document_date: row.documentDate?.toISOString().slice(0, 10) ?? null,
    updated_at: row.updatedAt,
    synced_to_nas: row.syncedToNas,
    synced_at: row.syncedAt,
  };
}

function readQuery({ type, date, name }) {
  if (!isText(type, 50)) return { problem: 'Query parameter "type" is missing: invoice, receipt, payslip or other' };
  if (!isText(name, 255)) return { problem: 'Query parameter "name" is missing: the name of the file' };
  if (date && !isCalendarDate(date)) return { problem: 'Query parameter "date" is not a date like 2024-01-31' };
  return { document: { type, fileName: name, documentDate: date ? new Date(date) : null } };
}

function isText(value, maxLength) {
  return typeof value === 'string' && value.trim() !== '' && value.length <= maxLength;
}

function isCalendarDate(value) {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  // 2024-02-30 would roll over into March.
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
