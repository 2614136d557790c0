/** Draws POSIX paths as a tree of folders, at most `limit` lines. */
export function drawTree(root, keys, limit = Number.POSITIVE_INFINITY) {
  const lines = [`${root}/`, ...drawFolder(groupByFolder(keys), '')];
  if (lines.length <= limit) return lines;
  return [...lines.slice(0, limit), `… (+${lines.length - limit})`];
}

/** `{ 2024: { 01: { invoices: { 'abc.pdf': undefined } } } }` as nested maps. */
function groupByFolder(keys) {
  const root = new Map();
  for (const key of keys) {
    const parts = key.split('/');
    const name = parts.pop();
    let folder = root;
    for (const part of parts) {
      if (!folder.has(part)) folder.set(part, new Map());
      folder = folder.get(part);
    }
    folder.set(name, undefined);
  }
  return root;
}

function drawFolder(folder, indent) {
  return [...folder].flatMap(([name, content], index) => {
    const last = index === folder.size - 1;
    const line = `${indent}${last ? '└── ' : '├── '}${name}${content ? '/' : ''}`;
    return content ? [line, ...drawFolder(content, `${indent}${last ? '    ' : '│   '}`)] : [line];
  });
}
