/** Reads what a command was called with. What is wrong with it is said to the user, above the command's help. */
import { readFile } from "node:fs/promises";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { UsageError } from "./exit-status";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options and the words beside them. Throws UsageError. */
export function readWords<T extends Options>(args: string[], options: T, help: string) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node goes on about arguments that begin with a dash, which no command takes.
    const [sentence] = error.message.split(". ");
    throw new UsageError(`${sentence?.replace(/\.$/, "")}.\n\n${help}`);
  }
}

/** The options of a command that takes nothing else. Throws UsageError. */
export function readArgs<T extends Options>(args: string[], options: T, help: string) {
  const { values, positionals } = readWords(args, options, help);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument '${positionals[0]}'.\n\n${help}`);
  return values;
}

/** The number that an option was given; undefined where it was not. Throws UsageError. */
export function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new UsageError(`--${option} takes a number, not "${text}".`);
  return value;
}

/** What the options come to, by the schema that the pages use. Throws UsageError with what is wrong first. */
export function readPlan<T extends z.ZodType>(schema: T, plan: unknown, help: string): z.output<T> {
  const read = schema.safeParse(plan);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.length ? `${issue.path.join(".")}: ` : "";
  throw new UsageError(`${place}${issue?.message}\n\n${help}`);
}

/** The text of a file that an option names. Throws invalid. */
export async function readOptionFile(option: string, file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: Error) => {
    throw new StudioError("invalid", `--${option}: cannot read ${file}: ${error.message}`);
  });
}

/** A JSON object from a file that an option names. Throws invalid. */
export async function readOptionJson(option: string, file: string): Promise<Record<string, unknown>> {
  const text = await readOptionFile(option, file);
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new StudioError("invalid", `--${option}: ${file} holds no JSON object.`);
  }
}
