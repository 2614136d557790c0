/**
 * What a row, a file's name or a system's error may hold and no line of a log should: controls that break the line or steer
 * the terminal, marks that turn the direction of reading, what is invisible, and half a surrogate pair.
 */
const unprintable =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The text with those characters written out, as JSON does: `\u001b`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) =>
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
