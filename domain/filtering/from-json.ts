/** A filter as a script writes it. */
import { z } from "zod";
import { StudioError } from "../errors";
import { Filter } from "./filter";

/** Throws invalid with what is wrong; `from` says where the text stands. Fields that there are not are refused. */
export function filterFromJson(text: string, from: string): Filter {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StudioError("invalid", `${from} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { data, error } = Filter.safeParse(json);
  if (error) throw new StudioError("invalid", `${from} is no filter: ${z.prettifyError(error)}`);
  const unknown = unknownFields(json, data);
  if (unknown.length > 0) throw new StudioError("invalid", `${from}: a filter has no ${unknown.join(", ")}`);
  return data;
}

/** Paths of what was given and is not in what was read. */
function unknownFields(given: unknown, read: unknown, path = ""): string[] {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return [];
  const known = typeof read === "object" && read !== null ? new Map(Object.entries(read)) : new Map<string, unknown>();
  return Object.entries(given).flatMap(([name, value]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return known.has(name) ? unknownFields(value, known.get(name), at) : [at];
  });
}
