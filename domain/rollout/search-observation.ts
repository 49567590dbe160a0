/**
 * The observation of one search, as models and people read it: a numbered block a passage,
 * "(1) Title\ntext", with an empty line between blocks and none within.
 */

export type FoundPassage = { title: string | null; text: string };

/** Writes the passages in their order. */
export function writePassages(passages: readonly FoundPassage[]): string {
  return passages
    .map(({ title, text }, index) =>
      `(${index + 1}) ${oneLine(title ?? "")}`.trimEnd().concat(`\n${withoutGaps(text)}`),
    )
    .join("\n\n");
}

/** Reads what `writePassages` wrote, or the beginning of it; null where the text is something else. */
export function readPassages(text: string): FoundPassage[] | null {
  if (!text.startsWith("(1)")) return null;
  const passages: FoundPassage[] = [];
  for (const block of text.split("\n\n")) {
    const head = `(${passages.length + 1})`;
    if (!block.startsWith(head)) return null;
    const end = block.indexOf("\n");
    if (end < 0 && passages.length === 0) return null;
    const title = block.slice(head.length, end < 0 ? undefined : end).trim();
    passages.push({ title: title === "" ? null : title, text: end < 0 ? "" : block.slice(end + 1) });
  }
  return passages;
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
const withoutGaps = (text: string) => text.trim().replace(/\s*\n\s*\n\s*/g, "\n") || "(no text)";
