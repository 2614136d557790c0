/** Everything the demo says, in both languages. What the library says comes from the library. */
const en = {
  language: 'en',
  help: `npm run demo                                 with sample documents, into a temporary folder
npm run demo -- --from FOLDER --to FOLDER    with your own files, onto your own share

  --from FOLDER   your files, with all folders below; they are only read, never changed.
                  Type: guessed from the names of file and folders. Date: when the file was last changed.
  --to FOLDER     the mounted share (it must exist); default: a new temporary folder
  --lang en|fr    language of the output and of the folders on the share; default: en
  --clean         removes the temporary share at the end
  --help          this text`,
  wrongOption: (detail) => `I do not understand these options (${detail}).`,
  folderMissing: (option, folder) => `${option}: there is no folder ${folder}`,
  notAFolder: (option, folder) => `${option}: ${folder} is not a folder`,
  foldersOverlap: '--from and --to must not lie inside one another: nothing is ever written into --from.',
  title: 'docmirror: a safe second copy of every document',
  backendHeading: 'A small finance backend',
  server: (url) => `Express and Knex on ${url}`,
  uploaded: (count) =>
    `${count} documents uploaded with POST /documents; the file of one of them has been deleted since`,
  registered: (count, folder) => `${count} files found in ${folder}; they stay where they are`,
  noFiles: (folder) => `There are no files in ${folder}`,
  lookingForFiles: (folder) => `Looking for files in ${folder} …`,
  share: (folder) => `share mounted at ${folder}`,
  statusHeading: 'GET /api/v1/sync/status, before',
  runHeading: 'POST /api/v1/sync/run',
  progress: (done, total) => `${done} of ${total}`,
  summary: ({ total, synced, failed }) => `total ${total}, synced ${synced}, failed ${failed}`,
  stopped: (message) => `Stopped: ${message}`,
  moreErrors: (count) => `… and ${count} more`,
  treeHeading: 'On the share',
  afterHeading: 'GET /api/v1/sync/status, after',
  secondHeading: 'POST /api/v1/sync/run, a second time',
  nothingCopied: 'Nothing was copied: every copy is there already.',
  nothingCopiedBut: (count) =>
    `Nothing was copied: every copy is there already. ${count === 1 ? 'One document is' : `${count} documents are`} still pending, see above.`,
  left: (folder) => `The copies are in ${folder}`,
  cleaned: 'The temporary folder with the copies has been removed.',
  unusable: (message, hint) => `The share cannot be used: ${message}\n${hint}`,
  runStopped: (message, hint) => `The run had to stop: ${message}\n${hint}`,
  unexpectedFailures: (count) => `${count} documents could not be copied, see above.`,
  unexpectedSamples: (summary) => `Expected was one missing file and everything else copied, but: ${summary}`,
  secondRunCopied: (count) =>
    `The second run should have copied nothing, but it brought ${count} documents to the share.`,
  secondRunChanged: 'The second run should have changed nothing on the share, but the copies differ.',
};

const fr = {
  language: 'fr',
  help: `npm run demo                                     avec des documents d’exemple, vers un dossier temporaire
npm run demo -- --from DOSSIER --to DOSSIER      avec vos fichiers, vers votre partage

  --from DOSSIER  vos fichiers, sous-dossiers compris ; ils sont seulement lus, jamais modifiés.
                  Type : deviné d’après les noms du fichier et des dossiers. Date : dernière modification du fichier.
  --to DOSSIER    le partage monté (il doit exister) ; par défaut : un nouveau dossier temporaire
  --lang en|fr    langue de l’affichage et des dossiers du partage ; par défaut : en
  --clean         supprime le partage temporaire à la fin
  --help          ce texte`,
  wrongOption: (detail) => `Je ne comprends pas ces options (${detail}).`,
  folderMissing: (option, folder) => `${option} : le dossier ${folder} n’existe pas`,
  notAFolder: (option, folder) => `${option} : ${folder} n’est pas un dossier`,
  foldersOverlap: '--from et --to ne doivent pas être l’un dans l’autre : rien n’est jamais écrit dans --from.',
  title: 'docmirror : une seconde copie sûre de chaque document',
  backendHeading: 'Un petit backend de finances',
  server: (url) => `Express et Knex sur ${url}`,
  uploaded: (count) =>
    `${count} documents envoyés par POST /documents ; le fichier de l’un d’eux a été supprimé depuis`,
  registered: (count, folder) => `${count} fichiers trouvés dans ${folder} ; ils restent où ils sont`,
  noFiles: (folder) => `Il n’y a aucun fichier dans ${folder}`,
  lookingForFiles: (folder) => `Recherche des fichiers dans ${folder}…`,
  share: (folder) => `partage monté sur ${folder}`,
  statusHeading: 'GET /api/v1/sync/status, avant',
  runHeading: 'POST /api/v1/sync/run',
  progress: (done, total) => `${done} sur ${total}`,
  summary: ({ total, synced, failed }) => `total ${total}, synchronisés ${synced}, échecs ${failed}`,
  stopped: (message) => `Arrêt : ${message}`,
  moreErrors: (count) => `… et ${count} de plus`,
  treeHeading: 'Sur le partage',
  afterHeading: 'GET /api/v1/sync/status, après',
  secondHeading: 'POST /api/v1/sync/run, une seconde fois',
  nothingCopied: 'Rien n’a été copié : toutes les copies sont déjà là.',
  nothingCopiedBut: (count) =>
    `Rien n’a été copié : toutes les copies sont déjà là. ${count === 1 ? 'Un document reste' : `${count} documents restent`} en attente, voir plus haut.`,
  left: (folder) => `Les copies sont dans ${folder}`,
  cleaned: 'Le dossier temporaire des copies a été supprimé.',
  unusable: (message, hint) => `Le partage est inutilisable : ${message}\n${hint}`,
  runStopped: (message, hint) => `La synchronisation a dû s’arrêter : ${message}\n${hint}`,
  unexpectedFailures: (count) => `${count} documents n’ont pas pu être copiés, voir plus haut.`,
  unexpectedSamples: (summary) => `Attendu : un fichier manquant et tout le reste copié, mais : ${summary}`,
  secondRunCopied: (count) => `La seconde fois, rien n’aurait dû être copié, mais ${count} documents l’ont été.`,
  secondRunChanged: 'La seconde fois, rien n’aurait dû changer sur le partage, mais les copies diffèrent.',
};

export const texts = { en, fr };
