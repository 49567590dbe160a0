/** What commands answer on standard output. */
import { forTerminal } from "./for-terminal";

/** Text for people. */
export const print = (text: string): void => void process.stdout.write(`${forTerminal(text)}\n`);

/** One line of JSON that holds what was said exactly: characters that a terminal would obey are escaped. */
export function printJson(value: unknown): void {
  const line = JSON.stringify(value).replace(
    /[\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  process.stdout.write(`${line}\n`);
}
