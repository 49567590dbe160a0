/** Reads paragraphs in the forms that question sets hold them. */
import { text } from "./fields";
import { isObject } from "./json";

export type Passage = { title: string; text: string; supporting: boolean };

const TEXT_FIELDS = ["text", "paragraph_text", "contents", "content", "passage", "paragraph", "sentences"];
const SUPPORT_FIELDS = ["is_supporting", "supporting", "is_gold"];

/**
 * Passages from a list of texts, of `[title, text or sentences]`, or of objects; from `{title: [], sentences: []}`; or
 * from one text. What is none of these is left out. `isSupporting` decides where the paragraph itself does not say.
 */
export function passagesOf(value: unknown, isSupporting: (title: string) => boolean = () => false): Passage[] {
  if (typeof value === "string") return value.trim() === "" ? [] : passagesOf([value], isSupporting);
  if (isObject(value) && Array.isArray(value.title) && Array.isArray(value.sentences)) {
    const { sentences } = value;
    return passagesOf(
      value.title.map((title, index) => [title, sentences[index]]),
      isSupporting,
    );
  }
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const read = readPassage(item);
    return read === null ? [] : [{ ...read, supporting: read.supporting ?? isSupporting(read.title) }];
  });
}

function readPassage(item: unknown): { title: string; text: string; supporting?: boolean } | null {
  if (typeof item === "string") return { title: "", text: item };
  if (Array.isArray(item)) {
    const body = bodyOf(item[1]);
    return typeof item[0] === "string" && body !== null ? { title: item[0], text: body } : null;
  }
  if (!isObject(item)) return null;
  const body = TEXT_FIELDS.map((field) => bodyOf(item[field])).find((found) => found !== null);
  if (body === undefined || body === null) return null;
  const support = SUPPORT_FIELDS.map((field) => item[field]).find((found) => typeof found === "boolean");
  return {
    title: text(item.title) ?? "",
    text: body,
    ...(typeof support === "boolean" ? { supporting: support } : {}),
  };
}

/** Sentences follow each other without a separator: those of HotpotQA bring their spaces along. */
function bodyOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!Array.isArray(value) || !value.every((part) => typeof part === "string")) return null;
  return value.join("");
}
