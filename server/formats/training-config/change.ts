/** Changes fields of a training config in its text, comments and all. */
import { parseDocument } from "yaml";
import { StudioError } from "@/domain/errors";

/** By the path of the field, such as `optimiser.max_steps`. */
export type Changes = Readonly<Record<string, unknown>>;

/** A text that cannot be read stays as it is: reading it says what is wrong. Throws invalid for a path through no map. */
export function changeConfig(text: string, changes: Changes): string {
  if (Object.keys(changes).length === 0) return text;
  const document = parseDocument(text);
  if (document.errors.length > 0) return text;
  for (const [field, value] of Object.entries(changes)) {
    try {
      document.setIn(field.split("."), value);
    } catch {
      throw new StudioError("invalid", `The config has no ${field}: what stands before its last name holds no fields.`);
    }
  }
  return document.toString();
}
