// A baseline JPEG in its simplest form: grey, and every 8 × 8 block of one shade. A block is then a single number (its
// difference from the block before), followed by "end of block".

/** A grey image of `columns` × `rows` blocks in JPEG format. `shade(column, row)` gives 0 (black) to 255 (white). */
export function makeJpeg(columns, rows, shade) {
  const bits = [];
  const write = (value, length) => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  let previous = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const level = shade(column, row) - 128; // With the quantizer 8, one step of the block's mean is one shade.
      const difference = level - previous;
      const length = difference === 0 ? 0 : 32 - Math.clz32(Math.abs(difference));
      write(length, 4); // The table below gives every length a code of four bits: the length itself.
      write(difference < 0 ? difference + 2 ** length - 1 : difference, length);
      write(0, 1); // End of block.
      previous = level;
    }
  }
  return Buffer.from([
    ...[0xff, 0xd8], // Start of image
    ...segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, [0, ...new Array(64).fill(8)]), // Quantizers
    ...segment(0xc0, [8, ...uint16(rows * 8), ...uint16(columns * 8), 1, 1, 0x11, 0]), // Frame: 8 bits, one component
    ...segment(0xc4, [0x00, 0, 0, 0, 12, ...new Array(12).fill(0), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), // DC codes
    ...segment(0xc4, [0x10, 1, ...new Array(15).fill(0), 0]), // AC codes: "end of block" only
    ...segment(0xda, [1, 1, 0x00, 0, 63, 0]), // Scan
    ...entropyBytes(bits),
    ...[0xff, 0xd9], // End of image
  ]);
}

function segment(marker, content) {
  return [0xff, marker, ...uint16(content.length + 2), ...content];
}

function uint16(value) {
  return [value >> 8, value & 0xff];
}

/** Eight bits a byte, the last filled up with ones; 0xff is followed by 0 so that it is not taken for a marker. */
function entropyBytes(bits) {
  while (bits.length % 8 !== 0) bits.push(1);
  const bytes = [];
  for (let start = 0; start < bits.length; start += 8) {
    const byte = bits.slice(start, start + 8).reduce((value, bit) => value * 2 + bit, 0);
    bytes.push(byte);
    if (byte === 0xff) bytes.push(0);
  }
  return bytes;
}
