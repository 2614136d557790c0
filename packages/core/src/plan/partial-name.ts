export interface TemporaryNameParts {
  /** Time of birth, milliseconds since 1970. */
  readonly birthMs: number;
  readonly pid: number;
  /** Counts within the process. */
  readonly sequence: number;
}

const partialPattern = /^\.docmirror-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)\.part$/;
const probePattern = /^\.docmirror-probe-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)$/;

/** Name of a partial. All three are whole numbers, not negative. Short, for the name it stands beside may be as long as allowed. */
export function partialName(parts: TemporaryNameParts): string {
  return `.docmirror-${joined(parts)}.part`;
}

/** Name of the file that a probe writes into the root and removes. */
export function probeName(parts: TemporaryNameParts): string {
  return `.docmirror-probe-${joined(parts)}`;
}

/** When a partial was born. Undefined for every name that `partialName` cannot have made: such a file is nobody's to remove. */
export function partialBirthMs(name: string): number | undefined {
  return numbersIn(partialPattern.exec(name))?.[0];
}

/** The number that it got within its process. Undefined for every other name, as above. */
export function partialSequence(name: string): number | undefined {
  return numbersIn(partialPattern.exec(name))?.[2];
}

/** When a probe left this file behind; undefined for every other name. */
export function probeBirthMs(name: string): number | undefined {
  return numbersIn(probePattern.exec(name))?.[0];
}

function joined({ birthMs, pid, sequence }: TemporaryNameParts): string {
  return [birthMs, pid, sequence].map((part) => part.toString(36)).join('-');
}

function numbersIn(match: RegExpExecArray | null): number[] | undefined {
  if (match === null) return undefined;
  const parts = match.slice(1);
  const numbers = parts.map((part) => Number.parseInt(part, 36));
  // Only what reads back the same: no leading zeros, no number beyond exact ones.
  const ours = numbers.every((number, index) => Number.isSafeInteger(number) && number.toString(36) === parts[index]);
  return ours ? numbers : undefined;
}
