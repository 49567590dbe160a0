// What the commands say to a person: calm single lines, and errors that are one sentence.

/** An error whose message is the whole story: printed without a stack, exit status 1. */
export class Sentence extends Error {
  /** @param {string} message @param {{ cause?: unknown }} [options] */
  constructor(message, options) {
    super(message, options);
    this.name = "Sentence";
  }
}

/** @param {unknown} error @returns {string} */
export function describe(error) {
  if (error instanceof Error) {
    const code = /** @type {{ code?: string }} */ (error).code;
    return error.message || code || error.name;
  }
  return String(error);
}

/**
 * Prints an error the way a person wants to read it and returns the exit status.
 * @param {unknown} error
 */
export function complain(error) {
  if (error instanceof Sentence) console.error(error.message);
  else console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** @param {number} milliseconds @returns {Promise<void>} */
export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
