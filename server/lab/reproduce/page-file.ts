/** docs/results.md and its figures, from docs/results/ alone. */
import path from "node:path";
import { StudioError } from "@/domain/errors";
import { resultsOf } from "@/domain/reproduce/report";
import { readItems, readRunLog, writeWhole } from "./result-files";

/** Answers what was written. Throws where there are no results yet. */
export async function writePage(docs: string): Promise<{ items: number; page: string }> {
  const folder = path.join(docs, "results");
  const [items, log] = [await readItems(folder), await readRunLog(folder)];
  if (log === null || items.length === 0)
    throw new StudioError("precondition", `No results in ${folder}. Start the miniature with npm run reproduce.`);
  const { page: text, figures } = resultsOf(items, log);
  for (const { file, svg } of figures) await writeWhole(path.join(folder, file), svg);
  const page = path.join(docs, "results.md");
  await writeWhole(page, text);
  return { items: items.length, page };
}
