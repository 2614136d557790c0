import type { Locale } from '../messages/locale.js';
import type { SyncApi } from '../sync-api.js';

/** The specification's "Example Usage", to the letter. */
const examples: Readonly<Record<Locale, string>> = {
  en: `// Check configuration
const config = await sync.getConfig();
if (!config.configured) {
  console.log("NAS mount not accessible");
  return;
}

// Test access
const test = await sync.testConnection();
if (!test.success) {
  console.error("Failure:", test.message);
  return;
}

// Check status
const status = await sync.getStatus();
console.log(\`\${status.pending} documents pending\`);

// Start synchronization
if (status.pending > 0) {
  const result = await sync.runSync();
  console.log(\`\${result.synced} synced, \${result.failed} failures\`);
}
`,
  fr: `// Vérifier la configuration
const config = await sync.getConfig();
if (!config.configured) {
  console.log("Montage NAS non accessible");
  return;
}

// Tester l'accès
const test = await sync.testConnection();
if (!test.success) {
  console.error("Échec:", test.message);
  return;
}

// Voir le statut
const status = await sync.getStatus();
console.log(\`\${status.pending} documents en attente\`);

// Lancer la synchronisation
if (status.pending > 0) {
  const result = await sync.runSync();
  console.log(\`\${result.synced} synchronisés, \${result.failed} échecs\`);
}
`,
};

/** Runs the example with this `sync`; returns the lines it printed. */
export async function runExample(sync: SyncApi, locale: Locale): Promise<string[]> {
  const lines: string[] = [];
  const print = (...parts: unknown[]) => void lines.push(parts.join(' '));
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  await new AsyncFunction('sync', 'console', examples[locale])(sync, { log: print, error: print });
  return lines;
}
