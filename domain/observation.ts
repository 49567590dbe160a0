/** Reads an observation for people: search results as passages, everything else as text; whole or only its beginning. */
import { z } from "zod";
import { Message, messageText } from "./message";
import { readJsonPrefix } from "./partial-json";
import { unwrapResult } from "./rollout/observe";
import { readPassages } from "./rollout/search-observation";

export const SearchHit = z.object({
  title: z.string().nullable(),
  text: z.string(),
  score: z.number().nullable(),
  id: z.string().nullable(),
  /** Which of several queries of one call it answers, from 0 */
  query: z.int().nonnegative(),
});
export type SearchHit = z.infer<typeof SearchHit>;

const Source = {
  role: z.string(),
  /** The tool's name, where the message gives it */
  tool: z.string().nullable(),
  callId: z.string().nullable(),
  /** Its end is missing here */
  isCut: z.boolean(),
  /** Its beginning is missing here */
  isContinued: z.boolean(),
};

/** One message of an observation in the form it is read in. */
export const ObservationPart = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hits"), ...Source, hits: z.array(SearchHit) }),
  z.object({ kind: z.literal("text"), ...Source, text: z.string() }),
]);
export type ObservationPart = z.infer<typeof ObservationPart>;

export type ReadObservation = {
  parts: ObservationPart[];
  /** UTF-8 bytes of the texts in what was given, as the tools wrote them */
  bytes: number;
  /** Whether the given text held the whole observation */
  complete: boolean;
};

/**
 * Reads the JSON text of an observation (a list of messages), or the beginning of it. What cannot be read as messages
 * is shown as the text it is.
 */
export function readObservation(json: string, isWhole: boolean): ReadObservation {
  const { value, complete } = readJsonPrefix(json);
  const isComplete = isWhole && complete;
  const parsed = z.array(Message).safeParse(value);
  if (parsed.success) {
    const results = parsed.data.map((message) => ({ message, ...resultOf(message) }));
    return {
      parts: results.map((result, index) => readPart(result, !isComplete && index === results.length - 1)),
      bytes: results.reduce((sum, { text }) => sum + byteLength(text), 0),
      complete: isComplete,
    };
  }
  const text = { kind: "text", role: "tool", tool: null, callId: null, isContinued: false, text: json } as const;
  return { parts: [{ ...text, isCut: !isWhole }], bytes: byteLength(json), complete: isWhole };
}

/** The bytes that a text takes in UTF-8. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

type Result = { role: string; tool: string | null; text: string };

/** Who returned what: the tag protocol hands a tool's result over as a user's message. */
function resultOf(message: Message): Result {
  const written = messageText(message);
  const wrapped = message.role === "user" ? unwrapResult(written) : null;
  return wrapped
    ? { role: "tool", tool: wrapped.tool, text: wrapped.text }
    : { role: message.role, tool: message.name ?? null, text: written };
}

function readPart({ message, role, tool, text }: Result & { message: Message }, isCut: boolean): ObservationPart {
  const source = { role, tool, callId: message.tool_call_id ?? null, isCut, isContinued: false };
  const hits = readSearchHits(text, isCut);
  return hits ? { kind: "hits", ...source, hits } : { kind: "text", ...source, text };
}

const Text = z.string();
const Identifier = z.union([z.string(), z.number()]).transform(String);
const Passage = z.looseObject({
  title: Text.nullish(),
  text: Text.nullish(),
  contents: Text.nullish(),
  content: Text.nullish(),
  body: Text.nullish(),
  snippet: Text.nullish(),
  paragraph_text: Text.nullish(),
  id: Identifier.nullish(),
  score: z.number().nullish(),
});
const Scored = z.looseObject({ document: Passage, score: z.number().nullish() });
const LIST_FIELDS = ["result", "results", "hits", "documents", "passages"];

/**
 * The hits of a search tool's reply: the studio's own numbered blocks; `{"result": [[{"document": {"id", "contents":
 * "Title\ntext"}, "score"}]]}` (one list a query); lists of `{title, text}`, bare or under a usual name. null where the
 * text is something else.
 */
export function readSearchHits(text: string, isCut = false): SearchHit[] | null {
  const passages = readPassages(text);
  if (passages) return passages.map((passage) => ({ ...passage, score: null, id: null, query: 0 }));
  if (!/^\s*[[{]/.test(text)) return null;
  const { value, complete } = readJsonPrefix(text);
  if (!complete && !isCut) return null;
  const list = listOf(value);
  if (!list) return null;
  const groups = list.every(Array.isArray) && list.length > 0 ? (list as unknown[][]) : [list];
  const hits: SearchHit[] = [];
  for (const [query, group] of groups.entries())
    for (const [index, item] of group.entries()) {
      const hit = readHit(item, query);
      if (hit) hits.push(hit);
      // The item that the cut went through may lack what makes it a hit.
      else if (!(isCut && query === groups.length - 1 && index === group.length - 1)) return null;
    }
  const isEmptyReply = Array.isArray(value) && hits.length === 0;
  return isEmptyReply ? null : hits;
}

function listOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return null;
  for (const field of LIST_FIELDS) {
    const found: unknown = Object.hasOwn(value, field) ? Reflect.get(value, field) : undefined;
    if (Array.isArray(found)) return found;
  }
  return null;
}

/** One hit in any of these forms; null where it is none. */
export function readHit(item: unknown, query: number): SearchHit | null {
  const scored = Scored.safeParse(item);
  const parsed = scored.success ? scored.data.document : Passage.safeParse(item).data;
  if (!parsed) return null;
  const score = (scored.success ? scored.data.score : null) ?? parsed.score ?? null;
  const id = parsed.id ?? null;
  const body = parsed.text ?? parsed.content ?? parsed.body ?? parsed.snippet ?? parsed.paragraph_text;
  if (typeof body === "string" && (scored.success || typeof parsed.title === "string"))
    return { title: plainTitle(parsed.title ?? null), text: body, score, id, query };
  if (typeof parsed.contents !== "string") return null;
  if (typeof parsed.title === "string")
    return { title: plainTitle(parsed.title), text: parsed.contents, score, id, query };
  const end = parsed.contents.indexOf("\n");
  if (end < 0) return { title: null, text: parsed.contents, score, id, query };
  return { title: plainTitle(parsed.contents.slice(0, end)), text: parsed.contents.slice(end + 1), score, id, query };
}

/** Wikipedia dumps in this shape quote titles as CSV does: in quotes, with quotes inside doubled. */
function plainTitle(title: string | null): string | null {
  const given = title?.trim() ?? "";
  const plain = /^".*"$/s.test(given) && given.length > 1 ? given.slice(1, -1).replaceAll('""', '"') : given;
  return plain === "" ? null : plain;
}

const PREVIEW_HITS = 30;
const PREVIEW_PARTS = 20;
const SNIPPET = 240;
const PREVIEW_TEXT = 1_200;

/** What stands for a long observation until it is opened: the hits with a snippet each, the beginning of texts. */
export function previewParts(parts: readonly ObservationPart[]): ObservationPart[] {
  return parts.slice(0, PREVIEW_PARTS).map((part) => {
    if (part.kind === "text") {
      const text = cutUnit(part.text, 0, PREVIEW_TEXT);
      return { ...part, text, isCut: part.isCut || text.length < part.text.length };
    }
    const hits = part.hits.slice(0, PREVIEW_HITS).map((hit) => ({
      ...hit,
      title: hit.title === null ? null : cutUnit(hit.title, 0, SNIPPET),
      id: null,
      text: cutUnit(hit.text, 0, SNIPPET),
    }));
    return { ...part, hits, isCut: true };
  });
}

/** Characters that are read: titles and texts. */
export function readableLength(parts: readonly ObservationPart[]): number {
  return parts.reduce((sum, part) => sum + unitsOf(part).reduce((total, unit) => total + unit.length, 0), 0);
}

function unitsOf(part: ObservationPart): string[] {
  return part.kind === "text" ? [part.text] : part.hits.map((hit) => hit.text);
}

/**
 * The readable characters from `from` on, `length` of them at most, as parts; so that a long observation is read page
 * by page. A passage or text that is cut says so; a page never ends inside a surrogate pair.
 */
export function sliceParts(parts: readonly ObservationPart[], from: number, length: number): ObservationPart[] {
  const to = from + length;
  const page: ObservationPart[] = [];
  let position = 0;
  for (const part of parts) {
    const start = position;
    const slices = unitsOf(part).map((unit) => {
      const slice = cutUnit(unit, from - position, to - position);
      const isInside = unit.length === 0 ? position >= from && position < to : slice !== "";
      position += unit.length;
      return { slice, isInside };
    });
    const isEmptyInside = part.kind === "hits" && part.hits.length === 0 && start >= from && start < to;
    if (!isEmptyInside && !slices.some(({ isInside }) => isInside)) continue;
    const edges = { isContinued: part.isContinued || start < from, isCut: part.isCut || position > to };
    if (part.kind === "text") page.push({ ...part, ...edges, text: slices[0]?.slice ?? "" });
    else
      page.push({
        ...part,
        ...edges,
        hits: part.hits.flatMap((hit, index) =>
          slices[index]?.isInside ? [{ ...hit, text: slices[index]?.slice ?? "" }] : [],
        ),
      });
  }
  return page;
}

function cutUnit(unit: string, from: number, to: number): string {
  return unit.slice(wholeCharacter(unit, from), wholeCharacter(unit, to));
}

function wholeCharacter(text: string, at: number): number {
  if (at <= 0) return 0;
  const isInsidePair = /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[at] ?? "");
  return isInsidePair ? at + 1 : at;
}
