const errorsShown = 20;

const bold = (text) => (process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[1m${text}\u001b[22m` : text);

export function print(text) {
  console.log(text);
}

export function printHeading(text) {
  print(`\n${bold(text)}`);
}

/** The answer as it came, on two lines. */
export function printStatus({ total_documents, synced, pending, sync_percentage, last_sync, nas_configured }) {
  const inside = (part) => JSON.stringify(part).slice(1, -1).replaceAll(',"', ', "').replaceAll('":', '": ');
  print(`  { ${inside({ total_documents, synced, pending })},`);
  print(`    ${inside({ sync_percentage, last_sync, nas_configured })} }`);
}

export function printSummary(summary, t) {
  print(`  ${t.summary(summary)}`);
  for (const error of summary.errors.slice(0, errorsShown)) print(`  ✗ ${error}`);
  if (summary.errors.length > errorsShown) print(`  ${t.moreErrors(summary.errors.length - errorsShown)}`);
  // Documents are copied side by side, so the warnings come in any order.
  for (const warning of [...summary.warnings].sort()) print(`  ! ${warning}`);
  if (summary.stopped) print(`  ✗ ${t.stopped(summary.stopped.message)}`);
}
