/** Reads `--change FIELD=VALUE`. */
import { parse } from "yaml";
import type { Changes } from "@/server/formats/training-config/change";
import { UsageError } from "./exit-status";

/** Values as YAML has them: numbers, true, null, [a, b]. Throws UsageError. */
export function readChanges(written: readonly string[]): Changes {
  return Object.fromEntries(written.map(readChange));
}

function readChange(written: string): [field: string, value: unknown] {
  const [, field, text] = /^([\w-]+(?:\.[\w-]+)*)=(.*)$/s.exec(written) ?? [];
  if (field === undefined || text === undefined)
    throw new UsageError(`--change ${written}: write a field and a value, such as optimiser.max_steps=60`);
  try {
    return [field, parse(text)];
  } catch {
    throw new UsageError(`--change ${written}: the value is no YAML`);
  }
}
