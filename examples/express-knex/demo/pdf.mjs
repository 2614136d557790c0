const lineHeight = 22;

/** A one-page A4 PDF with these lines of text; the first is the title. Western European letters only (WinAnsi). */
export function makePdf([title, ...lines]) {
  const text = [
    'BT',
    `/F1 20 Tf 60 770 Td ${literal(title)} Tj`,
    '/F1 12 Tf',
    ...lines.map((line) => `0 -${lineHeight} Td ${literal(line)} Tj`),
    'ET',
  ].join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
  ];

  // One character is one byte here (latin1), so lengths and offsets can be counted in characters.
  let file = '%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  file += offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

/** A string in PDF's notation. The euro sign, œ and ’ stand elsewhere in WinAnsi than in Unicode. */
function literal(text) {
  const winAnsi = text.replace(/€/g, '\u0080').replace(/Œ/g, '\u008c').replace(/œ/g, '\u009c').replace(/’/g, '\u0092');
  return `(${winAnsi.replace(/[\\()]/g, '\\$&')})`;
}
