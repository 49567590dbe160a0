/** A program and its arguments as the line that Ray has a shell carry out. */
import { StudioError } from "@/domain/errors";

/** `exec`, so that the program itself is told to stop, and no shell in between. */
export function toEntrypoint(command: readonly string[]): string {
  if (command.length === 0 || command.some((word) => word.includes("\0")))
    throw new StudioError("invalid", "A job's command needs a program, and no NUL characters.");
  return `exec ${command.map(quote).join(" ")}`;
}

/** Within single quotes a shell takes everything as it is, but the quote itself. */
function quote(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) && !/^-*\w+=/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
