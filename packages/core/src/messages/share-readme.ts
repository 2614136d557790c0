import type { Locale } from './locale.js';

/**
 * What the share says of itself in `.docmirror/README.txt`: for a person who has the share and nothing else. The file is
 * written anew where it reads differently.
 */
export function shareReadme(locale: Locale): string {
  return texts[locale];
}

const linux = `cat .docmirror/checksums/*/*.sha256 | sha256sum -c --quiet`;
const macos = `cat .docmirror/checksums/*/*.sha256 | shasum -a 256 -c -`;
const windows = `Get-Content .docmirror\\checksums\\*\\*.sha256 -Encoding UTF8 | ForEach-Object {
      $sum, $key = $_ -split '  ', 2
      if ((Get-FileHash -LiteralPath $key -Algorithm SHA256).Hash -ne $sum) { "CHANGED: $key" }
    }`;

const texts: Record<Locale, string> = {
  en: `This share holds copies of documents, made by docmirror.

The copies are ordinary files: open them, copy them, nothing else is needed.

  2024/01/invoices/...   by year and month of the document, then by kind
  undated/...            documents without a date

In the folder .docmirror (hidden on some systems):

  mirror.json            how this share is recognised; do not remove it
  checksums/STORE/2024-01.sha256
                         checksum of every copy of the month
  documents/STORE/2024-01.jsonl
                         which document of the database each copy is of, one a line
  stores/                notes of stores at work
  trash/                 what was moved aside, by day; docmirror never empties it

Every table or app that copies to this share has a folder STORE of its own there.

To check that every copy is there and whole, open a terminal in the folder that
holds .docmirror, and run

  Linux:
    ${linux}
  macOS:
    ${macos}
  Windows (PowerShell):
    ${windows}

Where nothing is reported (on macOS: where every line says OK), all copies are right.
The lists are as of the last complete run.
`,
  fr: `Ce partage contient des copies de documents, faites par docmirror.

Les copies sont des fichiers ordinaires : ouvrez-les, copiez-les, rien d’autre n’est nécessaire.

  2024/01/factures/...   par année et mois du document, puis par type
  undated/...            documents sans date

Dans le dossier .docmirror (caché sur certains systèmes) :

  mirror.json            ce à quoi ce partage est reconnu ; ne pas le supprimer
  checksums/MAGASIN/2024-01.sha256
                         somme de contrôle de chaque copie du mois
  documents/MAGASIN/2024-01.jsonl
                         à quel document de la base appartient chaque copie, un par ligne
  stores/                notes des magasins en cours de synchronisation
  trash/                 ce qui a été mis de côté, par jour ; docmirror ne la vide jamais

Chaque table ou application qui copie vers ce partage y a son propre dossier MAGASIN.

Pour vérifier que chaque copie est là et intacte, ouvrez un terminal dans le dossier
qui contient .docmirror, et lancez

  Linux :
    ${linux}
  macOS :
    ${macos}
  Windows (PowerShell) :
    ${windows}

Si rien n’est signalé (sur macOS : si chaque ligne indique OK), toutes les copies sont bonnes.
Les listes datent de la dernière synchronisation complète.
`,
};
