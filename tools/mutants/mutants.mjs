/**
 * Each takes one safety out of packages/core/src. `changes` are exact pieces of text, each there once; `caughtBy` are
 * the test files (below packages/core/test) of which one must fail.
 */
export const mutants = [
  // Durable
  {
    name: 'no fsync of the file',
    changes: [['mount/partial.ts', '    flush(fs, fd);\n    const { size', '    const { size']],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'no fsync of the folder',
    changes: [['mount/confirm.ts', '    folder.sync();\n    const inode', '    const inode']],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'no fsync of the parents that were made',
    changes: [['mount/confirm.ts', '  for (const parent of parents) folders.find(parent).sync();\n', '']],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'no fsync of the root',
    changes: [
      ['mount/confirm.ts', 'folders.find(parent).sync();\n  folders.root.sync();\n', 'folders.find(parent).sync();\n'],
    ],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'no fsync of a copy that was found there',
    changes: [['mount/existing.ts', '    flushed(fs, fd);\n', '']],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'no fsync of the marker',
    changes: [
      ['mount/write-whole.ts', '    flush(fs, fd);\n', ''],
      ['mount/write-whole.ts', "import { flush } from './flush.js';\n", ''],
    ],
    caughtBy: ['faults/crash-states'],
  },
  {
    name: 'no fsync of the folder of a marker that a killed process wrote',
    changes: [['mount/confirm.ts', 'if (flushMarkerFolder(folders, durable)) share.recheck();', '']],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'an fsync that fails is passed over',
    changes: [['mount/flush.ts', '!withoutFsync.has(name))) throw error;', '!withoutFsync.has(name))) return;']],
    caughtBy: ['faults/single-faults'],
  },
  {
    name: 'marked before confirmed',
    changes: [
      [
        'run/mark-batch.ts',
        '    await mirror.confirm({ mirrorId, keys: left.map(({ receipt }) => receipt.key) });\n    const result = await mark(store, mirrorId, left);\n',
        '    const result = await mark(store, mirrorId, left);\n    await mirror.confirm({ mirrorId, keys: left.map(({ receipt }) => receipt.key) });\n',
      ],
    ],
    caughtBy: ['faults/plain-runs'],
  },
  // Whole
  {
    name: 'written in place, under the final name',
    changes: [
      ['mount/copy-in-hand.ts', 'share.newPartialName()', 'copy.job.fileName'],
      [
        'mount/publish.ts',
        '  if (ways.hardLinks) {',
        "  if (partialPath === finalPath) return 'renamed';\n  if (ways.hardLinks) {",
      ],
    ],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'a short write is taken for a whole one',
    changes: [['mount/write-all.ts', 'written += step;', 'written += content.length;']],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'the size is not looked at after the writing',
    changes: [['mount/partial.ts', 'if (size !== reading.bytes)', 'if (size < 0n)']],
    caughtBy: ['faults/single-faults'],
  },
  {
    name: 'an error of the close is passed over',
    changes: [['mount/partial.ts', '    fs.closeSync(fd);\n    return', '    closeQuietly(fs, fd);\n    return']],
    caughtBy: ['faults/single-faults'],
  },
  {
    name: 'a source that changes under the copy is not noticed',
    changes: [
      ['mount/source-unchanged.ts', '!hasSameTimes(source.stats, now)', 'now === undefined'],
      [
        'mount/source-unchanged.ts',
        'if (source.tellsChanges && now.ctimeNs === source.stats.ctimeNs) return;',
        'if (now !== undefined) return;',
      ],
    ],
    caughtBy: ['faults/changes'],
  },
  {
    name: 'a source that was rewritten with its old time is not noticed',
    changes: [
      [
        'mount/source-unchanged.ts',
        'if (source.tellsChanges && now.ctimeNs === source.stats.ctimeNs) return;',
        'if (source.tellsChanges) return;',
      ],
    ],
    caughtBy: ['mount/sources-rewritten', 'faults/changes'],
  },
  {
    name: 'a change time that tells nothing is relied on',
    changes: [['mount/source-unchanged.ts', 'if (source.tellsChanges && now', 'if (now']],
    caughtBy: ['mount/sources-rewritten'],
  },
  {
    name: 'a source is cut off where its size says that it ends',
    changes: [['mount/source.ts', 'sizeOfOpen(fs, fd, stats.size)', 'stats.size']],
    caughtBy: ['mount/sources-rewritten'],
  },
  // What may be the only copy stays
  {
    name: 'a source on the share is copied',
    changes: [
      ['mount/source.ts', "if (overlaps.recent().holds(real)) throw new SyncError('SOURCE_INSIDE_MIRROR');", ''],
    ],
    caughtBy: ['mount/own-copies', 'run/share-in-sources'],
  },
  {
    name: 'a hard link of the source is taken for its copy',
    changes: [
      ['mount/existing.ts', 'original !== undefined && isSameFile(original.stats, stats)', 'original === null'],
    ],
    caughtBy: ['mount/own-copies'],
  },
  {
    name: 'a copy that may be the file of a row is replaced',
    changes: [
      [
        'mount/replace.ts',
        'if (share.overlaps.now().rootAround(job.sourceRoots, previous.key) !== undefined) return false;',
        '',
      ],
    ],
    caughtBy: ['run/share-in-sources', 'mount/mirror-contract'],
  },
  {
    name: 'a copy that may be the file of a row is removed',
    changes: [['mount/remove.ts', "  if (mayBeSource(share, request, stats)) return 'source';\n", '']],
    caughtBy: ['mount/own-copies', 'run/share-in-sources'],
  },
  {
    name: 'a hard link of a moved document’s source is removed',
    changes: [['run/remove-copies.ts', ', trash, sourceRoots, source }', ', trash, sourceRoots }']],
    caughtBy: ['run/share-in-sources'],
  },
  {
    name: 'a file is restored to the share',
    changes: [['mount/restore.ts', 'if (share.overlaps.now().holds(place.realFolder))', 'if (place === undefined)']],
    caughtBy: ['mount/own-copies', 'recovery/restore'],
  },
  {
    name: 'an old content is restored for a row that changed',
    changes: [['run/restore-one.ts', 'if (!isOfRow(receipt, document))', 'if (receipt === undefined)']],
    caughtBy: ['recovery/restore'],
  },
  // Times
  {
    name: 'a time before 1970 becomes the time it is now',
    changes: [['mount/preserve.ts', 'return seconds < 0 ? String(seconds) : seconds;', 'return seconds;']],
    caughtBy: ['mount/own-copies'],
  },
  {
    name: 'a copy that is found keeps its old time',
    changes: [['mount/existing.ts', '!original?.passTimesOn || correctTimes', 'stats !== undefined || correctTimes']],
    caughtBy: ['mount/own-copies', 'mount/mirror-contract'],
  },
  {
    name: 'a source gets another time through a copy that is linked to it',
    changes: [['mount/preserve.ts', '  if (copy.nlink > 1n) return false;\n', '']],
    caughtBy: ['mount/own-copies'],
  },
  // Nothing is written over
  {
    name: 'a file of the same size is taken for the copy',
    changes: [['mount/existing.ts', ' || found.checksum !== expected)', ' || expected === undefined)']],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'a file of the same name is taken for the copy',
    changes: [
      ['mount/existing.ts', ' || stats.size !== size) return { state', ') return { state'],
      ['mount/existing.ts', 'if (found.bytes !== size || found.checksum !== expected)', 'if (expected === undefined)'],
    ],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'renamed over what stands there, instead of the exclusive link',
    changes: [
      ['mount/publish.ts', '  if (ways.hardLinks) {', '  if (ways === undefined) {'],
      ['mount/publish.ts', "  if (lookUp(fs, finalPath) !== undefined) return 'taken';\n", ''],
    ],
    caughtBy: ['faults/changes'],
  },
  {
    name: 'renamed without a look, where there are no hard links',
    changes: [['mount/publish.ts', "  if (lookUp(fs, finalPath) !== undefined) return 'taken';\n", '']],
    caughtBy: ['faults/changes'],
  },
  {
    name: 'a marker is written over on adopting',
    changes: [
      [
        'mount/adopt.ts',
        'publish(fs, folder.at(name), folder.at(markerName), { hardLinks: true })',
        'fs.renameSync(folder.at(name), folder.at(markerName))',
      ],
    ],
    caughtBy: ['faults/changes'],
  },
  {
    name: 'names that differ by case are not told apart from free ones',
    changes: [['mount/copy.ts', 'const folded = foldName(name);', 'const folded = name;']],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'names of a large folder are not remembered',
    changes: [['mount/listing.ts', 'largeListing([...listing.keys()])', 'new Map<string, string>()']],
    caughtBy: ['mount/large-folder'],
  },
  {
    name: 'a copy that cannot be read holds its document up',
    changes: [['mount/replace.ts', '    if (isForbidden(error)) return false;\n', '']],
    caughtBy: ['mount/unreadable-copies'],
  },
  {
    name: 'an id that cannot be read back is tried',
    changes: [['run/transfer.ts', 'store.parseId(String(document.id)) !== document.id', 'document.id === undefined']],
    caughtBy: ['run/odd-ids'],
  },
  {
    name: 'messages carry control characters',
    changes: [['messages/describe.ts', "printable(params[name] ?? '')", "params[name] ?? ''"]],
    caughtBy: ['messages/printable'],
  },
  {
    name: 'codes of other versions are put into words',
    changes: [['run/stored-failure.ts', 'isSyncErrorCode(lastError)', "lastError !== ''"]],
    caughtBy: ['plan/read-receipt'],
  },
  // The share is the share
  {
    name: 'the marker is not read again before the marks',
    changes: [
      ['mount/confirm.ts', '  share.recheck();\n  // The', '  // The'],
      [
        'mount/confirm.ts',
        'if (flushMarkerFolder(folders, durable)) share.recheck();',
        'flushMarkerFolder(folders, durable);',
      ],
    ],
    caughtBy: ['mount/mirror-contract', 'faults/changes'],
  },
  {
    name: 'devices are not compared',
    changes: [['mount/open-share.ts', 'if (device === tree.device) return;', 'if (device !== undefined) return;']],
    caughtBy: ['faults/changes'],
  },
  {
    name: 'the device is not compared when a marker is extended',
    changes: [
      [
        'mount/adopt.ts',
        'if (replaces !== undefined && dev !== replaces.device)',
        'if (replaces !== undefined && dev === undefined)',
      ],
    ],
    caughtBy: ['faults/changes'],
  },
  {
    name: 'a marker is written anew where one was to be extended',
    changes: [
      ['run/share-guard.ts', 'mirror.adopt({ folders, mirrorId, extendId })', 'mirror.adopt({ folders, mirrorId })'],
    ],
    caughtBy: ['faults/changes'],
  },
  {
    name: 'a root without marker is adopted though documents were synced',
    changes: [['plan/guard.ts', 'if (synced > 0 || expectedId !== undefined) return', 'if (synced < 0) return']],
    caughtBy: ['plan/guard', 'faults/changes'],
  },
  {
    name: 'a root is refused for a marker that was not looked at since the count',
    changes: [
      ['run/share-guard.ts', "if (answer.act !== 'refuse' || answer.code !== 'MIRROR_NOT_OURS') return", 'return'],
    ],
    caughtBy: ['run/first-use'],
  },
  {
    name: 'one process adopts as often as it is asked',
    changes: [['run/share-guard.ts', 'adoption ??= accept(undefined);', 'adoption = accept(undefined);']],
    caughtBy: ['run/first-use'],
  },
  {
    name: 'the marker of another share is believed',
    changes: [
      [
        'mount/tree.ts',
        'if (found !== undefined && found.marker.id !== mirrorId)',
        'if (found !== undefined && found.marker.id === undefined)',
      ],
    ],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'a copy is not looked for under its key before the marks',
    changes: [
      [
        'mount/confirm.ts',
        '    if (!listed.has(name)) fs.lstatSync(folder.at(name), { bigint: true });\n',
        '    if (!listed.has(name)) folder.at(name);\n',
      ],
    ],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'a folder is confirmed wherever it was moved',
    changes: [['mount/confirm.ts', '  for (const directory of inFolders.keys()) folders.forget(directory);\n', '']],
    caughtBy: ['faults/changes'],
  },
  {
    name: 'permission asked for, instead of a test by writing',
    changes: [['mount/probe.ts', '      if (!readOnly) writeTest(settings, folders);\n', '']],
    caughtBy: ['mount/mirror-contract'],
  },
  // The mark is for what was copied
  {
    name: 'a row is marked whatever its version',
    changes: [['testing/memory-store.ts', 'where(row) && isSameRow(row, document)', 'where(row)']],
    caughtBy: ['faults/changes'],
  },
  {
    name: 'a wrong mark is not taken back',
    changes: [['run/look-again.ts', '  if (wrong.length > 0) await store.takeBack(wrong);\n', '']],
    caughtBy: ['faults/changes', 'run/touched-versions'],
  },
  {
    name: 'a mark is taken back whatever the row says by now',
    changes: [['run/look-again.ts', 'await store.takeBack(wrong)', 'await store.unmark(wrong.map(({ id }) => id))']],
    caughtBy: ['run/touched-versions'],
  },
  {
    name: 'a row of another version is marked, whatever its source holds now',
    changes: [
      [
        'run/look-again.ts',
        "if (look.outcome !== 'done' || look.receipt.outcome !== 'unchanged') continue;",
        "if (look.outcome !== 'done') continue;",
      ],
    ],
    caughtBy: ['run/touched-versions'],
  },
  {
    name: 'a row that means another document is marked again',
    changes: [
      ['run/look-again.ts', 'row === undefined || !isSameDocument(row, document)', 'row === undefined'],
      ['run/look-again.ts', 'found === undefined || isStrange(copied, found, row, receipt)', 'found === undefined'],
    ],
    caughtBy: ['run/touched-versions', 'run/engine'],
  },
  {
    name: 'a receipt vouches for a row of another version',
    changes: [['run/look-again.ts', '!receipt?.copy || receipt.version !== versionText(row)', '!receipt?.copy']],
    caughtBy: ['run/touched-versions'],
  },
  {
    name: 'a receipt vouches for other content',
    changes: [['run/look-again.ts', 'return receipt.copy.checksum === checksum && claimOf', 'return claimOf']],
    caughtBy: ['run/touched-versions'],
  },
  {
    name: 'a mark that the database did not keep passes for a change of the row',
    changes: [['run/look-again.ts', "return refuse('MARK_NOT_KEPT');", "return refuse('DOCUMENT_CHANGED');"]],
    caughtBy: ['run/mark-not-kept'],
  },
  {
    name: 'a mark counts that does not read so',
    changes: [['testing/memory-store.ts', '.filter((id) => table.get(id)?.synced === true)', '']],
    caughtBy: ['run/mark-not-kept', 'testing/memory-store'],
  },
  // Nobody gets out
  {
    name: 'a source is not contained by its words',
    changes: [['mount/source.ts', 'if (!isInside(root, path) && !terms.realRoots.contain(root, path)) continue;', '']],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'a source is not contained by where it really lies',
    changes: [['mount/source.ts', 'if (!realRoots.contain(root, real))', 'if (real === undefined)']],
    caughtBy: ['mount/sources'],
  },
  {
    name: 'a link is followed as a source',
    changes: [
      [
        'mount/source.ts',
        'openRegular(terms, root, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)',
        'openRegular(terms, root, path, O_RDONLY | O_NONBLOCK)',
      ],
    ],
    caughtBy: ['mount/sources'],
  },
  {
    name: 'links on the share are followed, by descriptors',
    changes: [
      [
        'mount/anchored-folders.ts',
        'fs.openSync(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)',
        'fs.openSync(place, O_RDONLY | O_DIRECTORY)',
      ],
    ],
    caughtBy: ['faults/changes'],
  },
  {
    name: 'links on the share are followed, by path',
    changes: [['mount/portable-folders.ts', 'if (!fs.lstatSync(place', 'if (!fs.statSync(place']],
    caughtBy: ['faults/changes'],
  },
  // Nothing stays for ever
  {
    name: 'partials are not removed after a failure',
    changes: [
      ['mount/copy.ts', 'share.removePartial(job.directory, copy.partialName);', 'share.enter(job.directory);'],
    ],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'partials that could not be removed are forgotten',
    changes: [['mount/open-share.ts', '  leftovers.retry(tree.folders);\n', '']],
    caughtBy: ['faults/single-faults'],
  },
  {
    name: 'abandoned partials are not swept',
    changes: [
      ['mount/listing.ts', 'else if (isAbandoned(name, now)) removeAbandoned', 'else if (now < 0) removeAbandoned'],
    ],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'abandoned probes and markers are not swept',
    changes: [
      ['mount/listing.ts', '      if (isAbandoned(name, now)) removeAbandoned', '      if (now < 0) removeAbandoned'],
    ],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'files of strangers are taken for partials',
    changes: [
      [
        'mount/listing.ts',
        'const birth = partialBirthMs(name) ?? probeBirthMs(name);',
        "const birth = partialBirthMs(name) ?? (name.startsWith('.docmirror') ? 0 : undefined);",
      ],
      [
        'mount/listing.ts',
        'if (partialBirthMs(name) === undefined) listing',
        "if (!name.startsWith('.docmirror')) listing",
      ],
    ],
    caughtBy: ['faults/plain-runs'],
  },
  {
    name: 'descriptors are left open when one cannot be closed',
    changes: [
      [
        'mount/anchored-folders.ts',
        'for (const { fd } of open.values()) closeQuietly(fs, fd);',
        'for (const { fd } of open.values()) fs.closeSync(fd);',
      ],
    ],
    caughtBy: ['faults/single-faults'],
  },
  // With receipts
  {
    name: 'a previous copy is replaced without being compared',
    changes: [['mount/replace.ts', "  if (!isPrevious(copy, path, previous)) return 'taken';\n", '']],
    caughtBy: ['mount/mirror-contract', 'faults/share-call-changes'],
  },
  {
    name: 'a copy is removed without being compared',
    changes: [['mount/remove.ts', 'if (trash === undefined || !whatever)', 'if (whatever === undefined)']],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'a copy is restored without being compared',
    changes: [
      [
        'mount/restore-fill.ts',
        'if (bytes !== BigInt(copy.size) || checksum !== copy.checksum)',
        'if (checksum === undefined)',
      ],
    ],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'claims of other documents are not looked at',
    changes: [['mount/copy-names.ts', 'new Set(job.claimed)', 'new Set()']],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'a dry run copies',
    changes: [['mount/copy.ts', 'copy.job.dryRun ? planName(copy, name) : toName(copy, name)', 'toName(copy, name)']],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'what was read is taken for what stands there now',
    changes: [['mount/held-copy.ts', "    if (!same) return { state: 'changed' };\n", '']],
    caughtBy: ['faults/share-call-changes'],
  },
  {
    name: 'a removal is not flushed',
    changes: [['mount/remove.ts', 'directory).sync();', 'directory);']],
    caughtBy: ['faults/share-call-crashes'],
  },
  {
    name: 'a removal does not flush what a killed process removed',
    changes: [['mount/remove.ts', "if (state === 'removed' || state === 'absent') {", "if (state === 'removed') {"]],
    caughtBy: ['faults/share-call-crashes'],
  },
  {
    name: 'a file leaves its place before it is durable in the trash',
    changes: [['mount/trash.ts', '    syncUpwards(tree.folders, trashDirectory);\n    if (outcome', '    if (outcome']],
    caughtBy: ['faults/share-call-crashes'],
  },
  {
    name: 'a file in the trash is written over',
    changes: [
      [
        'mount/trash.ts',
        "if (outcome === 'taken' && !isThis(to)) continue;",
        "if (outcome === 'taken') fs.renameSync(from, to);",
      ],
    ],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'a file is taken from its place without another look',
    changes: [['mount/trash.ts', 'if (isThis(old)) fs.unlinkSync(old);', 'fs.unlinkSync(old);']],
    caughtBy: ['faults/share-call-changes'],
  },
  {
    name: 'a folder is told from another by its number alone',
    changes: [['mount/folder-identity.ts', 'return (birthtimeNs << 64n) | ino;', 'return ino;']],
    caughtBy: ['faults/share-call-changes'],
  },
  {
    name: 'a file is restored over another that came meanwhile',
    changes: [['mount/restore.ts', 'publish(fs, partial, path, { hardLinks: true })', 'fs.renameSync(partial, path)']],
    caughtBy: ['faults/share-call-changes'],
  },
  {
    name: 'a file is restored through a link that leads out',
    changes: [['mount/restore-place.ts', "if (way !== '' && !isSafePath(way))", 'if (way === undefined)']],
    caughtBy: ['faults/share-call-changes'],
  },
  {
    name: 'a restored file is not flushed',
    changes: [
      [
        'mount/restore-fill.ts',
        '      preserve(fs, source, fd, fs.fstatSync(fd, { bigint: true }).mode);\n      flush(fs, fd);\n',
        '      preserve(fs, source, fd, fs.fstatSync(fd, { bigint: true }).mode);\n',
      ],
    ],
    caughtBy: ['faults/share-call-crashes'],
  },
  {
    name: 'a list is published without being flushed',
    changes: [['mount/write-own.ts', '    flush(fs, fd);\n', '']],
    caughtBy: ['faults/share-call-crashes'],
  },
  {
    name: 'a hole in a list is passed over',
    changes: [['mount/write-own.ts', "    if (before.size < BigInt(offset)) throw incomplete('size');\n", '']],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'a bare mount point is an empty share',
    changes: [['mount/list.ts', '  share.recheck();\n', '']],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'copies are missing on a bare mount point',
    changes: [['mount/inspect.ts', '  share.recheck();\n  return copies', '  return copies']],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'keys from the database are believed',
    changes: [['plan/safe-path.ts', 'return isSafePath(key) && foldName', "return key !== '' && foldName"]],
    caughtBy: ['mount/mirror-contract'],
  },
  // Receipts
  {
    name: 'a repair leaves the mark standing while it works',
    changes: [['run/repair.ts', '    await store.unmark([document.id]);\n', '']],
    caughtBy: ['recovery/repair'],
  },
  {
    name: 'a repair sets aside without another look',
    changes: [['run/repair.ts', "    if (now?.state === 'right') return;\n", '']],
    caughtBy: ['recovery/repair'],
  },
  {
    name: 'a repair sets aside what the lists give to another document',
    changes: [
      [
        'run/repair.ts',
        '  if ((await listed.documentsOf(copy.key)).some((document) => document !== String(id))) return;\n',
        '',
      ],
    ],
    caughtBy: ['recovery/repair'],
  },
  {
    name: 'a rebuild takes lists of another store for those of a named one',
    changes: [['run/own-on-share.ts', 'isNamed || told.length', 'told.length']],
    caughtBy: ['recovery/rebuild-stores'],
  },
  {
    name: 'a copy with the tag of its store in its name is not of its row',
    changes: [['plan/may-have-name.ts', '[idTag, ...inName]', '[idTag]']],
    caughtBy: ['recovery/restore'],
  },
  {
    name: 'a copy that was replaced meanwhile is found wrong',
    changes: [['run/verify-copies.ts', 'wrong: wrong.filter(({ receipt }) => !changed(receipt)),', 'wrong,']],
    caughtBy: ['recovery/verify'],
  },
  {
    name: 'a wrong copy counts as verified',
    changes: [['run/verify-copies.ts', "states[n]?.state === 'right');", 'states[n] !== undefined);']],
    caughtBy: ['recovery/verify'],
  },
  {
    name: 'any number of copies goes with the documents',
    changes: [['run/deleted-copies.ts', 'if (gone === 0) return undefined;', 'if (gone >= 0) return undefined;']],
    caughtBy: ['run/deleted'],
  },
  {
    name: 'copies go before their days are over',
    changes: [
      ['run/deleted-copies.ts', 'copy !== null && !isRetained(type, syncedAt, retentionDays, now)', 'copy !== null'],
    ],
    caughtBy: ['run/deleted'],
  },
  {
    name: 'a document whose copy was removed stays marked',
    changes: [['run/remove-deleted.ts', 'await context.store.unmark(due.map(({ documentId }) => documentId));', '']],
    caughtBy: ['run/deleted'],
  },
  {
    name: 'a document that changed stays marked',
    changes: [['run/changed-documents.ts', '    await store.takeBack(page);\n', '']],
    caughtBy: ['run/change'],
  },
  {
    name: 'a failing document is tried in every run',
    changes: [['run/documents-to-bring.ts', 'waitMs > 0 && waitMs', 'waitMs > now && waitMs']],
    caughtBy: ['run/poison'],
  },
  {
    name: 'a list that another instance wrote meanwhile counts as up to date',
    changes: [['run/month-lists.ts', '    if (now === token) {', '    if (tries > 0) {']],
    caughtBy: ['run/share-lists'],
  },
  {
    name: 'a rebuild believes the marks',
    changes: [['run/rebuild.ts', '    await store.unmarkAll();\n', '']],
    caughtBy: ['recovery/rebuild'],
  },
  {
    name: 'a rebuild that is not through is not told of',
    changes: [['run/rebuild.ts', '    await beginRebuild({ mirror, mirrorId, storeId }, own.before);\n', '']],
    caughtBy: ['recovery/rebuild'],
  },
  {
    name: 'an identical file is taken, whosesoever it is',
    changes: [
      [
        'run/found-copies.ts',
        'const notOurs = found.filter(({ receipt }) => claims.has(receipt.key));',
        'const notOurs = found.filter(() => false);',
      ],
    ],
    caughtBy: ['run/several-stores'],
  },
  {
    name: 'a store at work is taken for one whose lists are complete',
    changes: [
      ['run/other-stores.ts', '.some(({ notice }) => hasReceipts || notice !== withoutReceipts)', '.some(() => false)'],
    ],
    caughtBy: ['run/several-stores'],
  },
  {
    name: 'a run does not say that it is at work',
    changes: [['run/run.ts', '    await announce();\n', '']],
    caughtBy: ['run/several-stores'],
  },
  {
    name: 'what the lists of another store name is removed where a receipt claims it',
    changes: [['run/remove-copies.ts', 'claimed.has(copy) ?', 'claimed.size < 0 ?']],
    caughtBy: ['run/several-stores'],
  },
  {
    name: 'an id alone is believed',
    changes: [['run/import-lists.ts', "  if (words === 'same') return true;", '  if (words) return true;']],
    caughtBy: ['recovery/rebuild-stores'],
  },
  {
    name: 'the first lists that fit are taken, though others do too',
    changes: [['run/find-own-lists.ts', 'found.length === 1) return first', 'found.length > 0) return first']],
    caughtBy: ['recovery/rebuild-stores'],
  },
  {
    name: 'lines of another store are believed',
    changes: [['run/listed-copies.ts', 'return copy?.store === storeId ? [copy] : [];', 'return copy ? [copy] : [];']],
    caughtBy: ['recovery/rebuild'],
  },
  {
    name: 'an identity of the options that is not the kept one is gone by',
    changes: [
      [
        'run/own-identity.ts',
        'given === undefined || given === kept) return kept;',
        'given === undefined || given) return kept;',
      ],
    ],
    caughtBy: ['run/several-stores'],
  },
  {
    name: 'a copy that could not be removed is forgotten',
    changes: [['run/remove-copies.ts', "outcomes[n] !== 'kept'", 'outcomes[n] !== undefined']],
    caughtBy: ['run/deleted', 'run/change', 'run/crash-with-receipts'],
  },
  {
    name: 'a copy that was replaced and left behind by a killed run stays',
    changes: [
      [
        'run/clear-leaving.ts',
        'alike: current.get(receipt.documentId)?.copy ?? undefined',
        'alike: current.get(receipt.role)?.copy ?? undefined',
      ],
    ],
    caughtBy: ['run/crash-with-receipts', 'run/change'],
  },
  // Whoever only reads
  {
    name: 'who reads asks whether the share can be written to',
    changes: [['run/enter-to-plan.ts', 'watch.look()', 'watch.probe()']],
    caughtBy: ['recovery/reading-only'],
  },
  {
    name: 'a share that was read from passes for one that can be written to',
    changes: [['run/mirror-watch.ts', 'return state.usable ? state : remember(state);', 'return remember(state);']],
    caughtBy: ['recovery/reading-only'],
  },
  // Walks
  {
    name: 'a walk that goes round is not noticed',
    changes: [['plan/page-guard.ts', '|| cursor === remembered', '']],
    caughtBy: ['recovery/endless-walks'],
  },
  {
    name: 'names are read anew for each page',
    changes: [
      ['mount/list.ts', 'if (last !== undefined) share.restingWalk', 'if (limit < 0 && last) share.restingWalk'],
    ],
    caughtBy: ['mount/list'],
  },
  {
    name: 'temporary names that are met on a walk stay',
    changes: [['mount/list.ts', 'if (abandoned) share.sweep', 'if (path === abandoned) share.sweep']],
    caughtBy: ['mount/mirror-contract'],
  },
  // Room
  {
    name: 'one document without room makes the share full',
    changes: [['plan/room.ts', 'const maxOrdinary = 5;', 'const maxOrdinary = 1;']],
    caughtBy: ['run/room'],
  },
  {
    name: 'a share that is full is not told from documents that are too large',
    changes: [['plan/room.ts', 'const maxOrdinary = 5;', 'const maxOrdinary = 5_000;']],
    caughtBy: ['run/room'],
  },
  {
    name: 'small copies fail with the large one beside them',
    changes: [['run/copies-under-way.ts', 'other.bytes > bytes', 'other.bytes < 0']],
    caughtBy: ['run/room'],
  },
  // Markers
  {
    name: 'the marker of a later version is believed',
    changes: [['mount/marker.ts', 'if (isLater(docmirror)) throw', 'if (docmirror === undefined) throw']],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'what a marker says beyond this version is dropped',
    changes: [['mount/marker.ts', '...content, ...marker', '...marker']],
    caughtBy: ['mount/mirror-contract'],
  },
  {
    name: 'a folder or a link passes for a marker that could not be read',
    changes: [['mount/marker.ts', 'if (isNoFile(fs, folders)) throw', 'if (fs === undefined) throw']],
    caughtBy: ['mount/odd-markers'],
  },
  // The host
  {
    name: 'what Node throws when a process cannot be started is thrown at the host',
    changes: [
      [
        'mount/process/copy-process.ts',
        'return error instanceof Error ? error : new Error(String(error));',
        'throw error;',
      ],
    ],
    caughtBy: ['mount/copy-process-start'],
  },
  {
    name: 'what is thrown at sending a message is thrown at the host',
    changes: [
      [
        'mount/process/copy-process.ts',
        "      } catch {\n        child.kill('SIGKILL');",
        '      } catch (error) {\n        throw error;',
      ],
    ],
    caughtBy: ['mount/copy-process-start'],
  },
  {
    name: 'the copy process works where the host does',
    changes: [['mount/process/copy-process.ts', '      cwd: parse(process.execPath).root,\n', '']],
    caughtBy: ['mount/copy-process-start'],
  },
  {
    name: 'what onError throws goes on',
    changes: [['error-report.ts', '      if (warned) return;', '      throw failure;']],
    caughtBy: ['run/contained'],
  },
  {
    name: 'a call that is over stays',
    changes: [['run/calls.ts', '        underWay.delete(call);', '        void call;']],
    caughtBy: ['run/flat-memory'],
  },
  {
    name: 'who let go of a promise stays in it',
    changes: [['shared-promise.ts', 'if (waiter !== undefined) waiters.delete(waiter);', '']],
    caughtBy: ['run/flat-memory'],
  },
  {
    name: 'a joined run is raced',
    changes: [
      [
        'run/run-calls.ts',
        'return run.joined.wait({',
        'return Promise.race([run.report, new Promise<never>((_, no) => signal?.addEventListener("abort", () => no(new SyncError("RUN_ABORTED"))))]) ?? run.joined.wait({',
      ],
    ],
    caughtBy: ['run/flat-memory'],
  },
  {
    name: 'a signal keeps its listener',
    changes: [['abort.ts', "    signal.removeEventListener('abort', listener);\n", '']],
    caughtBy: ['run/flat-memory'],
  },
  {
    name: 'a long call stays with the signals that could end it',
    changes: [['run/ending.ts', '    for (const stop of undo) stop();', '    void undo;']],
    caughtBy: ['run/flat-memory'],
  },
  {
    name: 'any engine closes the mirror',
    changes: [['run/closing-mirror.ts', 'if (users.size === 0) await', 'await']],
    caughtBy: ['run/shared-mirror'],
  },
  {
    name: 'no call is repeated after a shortage',
    changes: [['run/patience.ts', 'if (attempt >= attempts)', 'if (attempt >= 1)']],
    caughtBy: ['run/system-limit'],
  },
  {
    name: 'a shortage ends no run',
    changes: [
      ['run/patience.ts', "{ params, scope: 'run', cause: error }", "{ params, scope: 'document', cause: error }"],
    ],
    caughtBy: ['run/system-limit'],
  },
  {
    name: 'a source is blamed for a shortage',
    changes: [['mount/classify.ts', '  if (isSystemLimit(name)) return shareError(error);\n', '']],
    caughtBy: ['run/system-limit'],
  },
  {
    name: 'a copy is found unreadable in a shortage',
    changes: [['mount/inspect.ts', " || code === 'SYSTEM_LIMIT_REACHED'", '']],
    caughtBy: ['run/system-limit'],
  },
  {
    name: 'a restoration is blamed for a shortage',
    changes: [['mount/on-disk.ts', '    if (isSystemLimit(name)) throw shareError(error);\n', '']],
    caughtBy: ['run/system-limit'],
  },
];
