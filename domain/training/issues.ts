/** What is wrong with a training config, field by field, in sentences. */
import { z } from "zod";

type Issue = z.core.$ZodIssue;

/** A fault of a config's text: the field (`optimiser.max_steps`; empty for the whole), its line, and what to do. */
export const ConfigIssue = z.object({ path: z.string(), line: z.int().nullable(), message: z.string() });
export type ConfigIssue = z.infer<typeof ConfigIssue>;

/** The fields an issue is about, written as `optimiser.max_steps`: each unknown field is one of its own. */
export function issuePaths(issue: Issue): string[] {
  if (issue.code !== "unrecognized_keys") return [joined(issue.path)];
  return issue.keys.map((key) => joined([...issue.path, key]));
}

/** What is wrong and what to do, without the field's name. */
export function issueSentence(issue: Issue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return "There is no such field here: check how it is spelled, or take it out.";
    case "invalid_type":
      return issue.input === undefined
        ? "This field is missing."
        : `This must be ${KINDS[issue.expected] ?? issue.expected}.`;
    case "invalid_value":
      return `This must be ${listed(issue.values.map(String))}.`;
    case "invalid_union":
      return "This is none of what the field can be: see the recipe.";
    case "too_small":
      if (issue.origin === "string") return "This must not be empty.";
      if (issue.origin === "array") return "List at least one.";
      return `This must be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}.`;
    case "too_big":
      if (issue.origin === "string") return `This may have at most ${issue.maximum} characters.`;
      if (issue.origin === "array") return `List at most ${issue.maximum}.`;
      return `This must be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}.`;
    case "invalid_format":
      return issue.format === "url" ? "Give an address such as http://127.0.0.1:8000/v1." : issue.message;
    default:
      return issue.message;
  }
}

const KINDS: Record<string, string> = {
  number: "a number, without quotes",
  int: "a whole number",
  string: "text",
  boolean: "true or false",
  object: "a block of fields",
  record: "a block of fields",
  array: "a list",
};

const joined = (path: readonly PropertyKey[]) => path.map(String).join(".");
const listed = (values: readonly string[]) =>
  values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
