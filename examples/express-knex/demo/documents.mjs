import path from 'node:path';
import fs from 'fs-extra';
import { openDatabase } from '../database.mjs';
import { print } from './print.mjs';
import { Problem } from './problem.mjs';
import { makeSamples } from './samples.mjs';
import { findUserFiles } from './user-files.mjs';

/** Uploads the samples as a browser would, then makes the files as old as they say they are, and loses one. */
export async function uploadSamples({ url }, dataFolder, t) {
  const samples = makeSamples();
  const sampleById = new Map();
  for (const sample of samples) {
    const query = new URLSearchParams({ type: sample.type, date: sample.date ?? '', name: sample.name });
    const response = await fetch(`${url}/documents?${query}`, { method: 'POST', body: sample.content });
    if (response.status !== 201) throw new Problem(`POST /documents: ${response.status} ${await response.text()}`);
    sampleById.set((await response.json()).id, sample);
  }

  const rows = await (await fetch(`${url}/documents`)).json();
  for (const row of rows) {
    const { modified, lost } = sampleById.get(row.id);
    const file = path.join(dataFolder, 'uploads', row.file_path);
    if (lost) await fs.remove(file);
    else await fs.utimes(file, modified, modified);
  }
  print(`  ${t.uploaded(samples.length)}`);
}

/** Puts a row for each of the user's files into the scratch database, before the server opens it. */
export async function registerUserFiles(from, dataFolder, t) {
  print(`\n${t.lookingForFiles(from)}`);
  const rows = await findUserFiles(from);
  if (rows.length === 0) throw new Problem(t.noFiles(from));
  const database = await openDatabase(path.join(dataFolder, 'app.sqlite'));
  try {
    await database.batchInsert('documents', rows, 500);
  } finally {
    await database.destroy();
  }
  print(t.registered(rows.length, from));
}
