/** The options by which commands choose what is kept: a filter mode, or a whole filter. */
import { FilterMode } from "@/domain/filter";
import type { Filter } from "@/domain/filtering/filter";
import { filterFromJson } from "@/domain/filtering/from-json";
import { notOneOf } from "./exit-status";
import { readOptionFile } from "./read-args";

/** Throws UsageError. */
export function readMode(value: string): FilterMode {
  const { data } = FilterMode.safeParse(value);
  if (data === undefined) throw notOneOf("--mode", value, FilterMode.options);
  return data;
}

/** The filter that a file holds as JSON. Throws invalid. */
export const readFilter = async (file: string): Promise<Filter> =>
  filterFromJson(await readOptionFile("filter", file), `--filter ${file}`);
