/** Something the user should read as one clear sentence, without a stack. */
export class Problem extends Error {}
