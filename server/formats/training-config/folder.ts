/** The folder of a config's text: written in as a run is launched, taken out as another is made of it. */
import { isMap, parseDocument } from "yaml";

/** Leaves comments and order as they were. The text must be a config that was read before. */
export function withFolder(text: string, folder: string): string {
  const document = parseDocument(text);
  if (isMap(document.get("output"))) document.setIn(["output", "folder"], folder);
  else document.set("output", { folder });
  return document.toString({ lineWidth: 0 });
}

/** A text that cannot be read stays as it is. */
export function withoutFolder(text: string): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !document.hasIn(["output", "folder"])) return text;
  document.deleteIn(["output", "folder"]);
  return document.toString({ lineWidth: 0 });
}
