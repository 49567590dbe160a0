/**
 * Calls and answers as tags in the text. An action ends with the first closing tag, whether the server stopped there
 * (and left the tag out, as most do) or wrote on.
 */
import type { ChatReply } from "../chat";
import type { ToolName } from "./settings";

/** What a closing tag ends an action with. */
export type Ending = ToolName | "answer";

const NAMES: Readonly<Record<Ending, string>> = { search: "search_query", calculator: "math_exp", answer: "answer" };
const ALL = Object.keys(NAMES) as Ending[];

export const openingTag = (ending: Ending) => `<${NAMES[ending]}>`;
export const closingTag = (ending: Ending) => `</${NAMES[ending]}>`;

/** The ends of an action that are possible with these tools. */
export const endingsOf = (tools: readonly ToolName[]): Ending[] => [...tools, "answer"];

/** An action's text up to and with the closing tag that ends it. `inside` is null where that tag was never opened. */
export type TaggedText = { text: string; ending: Ending; inside: string | null };

/** The text as an action; null where no tag ends it. */
export function endText(
  text: string,
  tools: readonly ToolName[],
  reply: Pick<ChatReply, "finishReason" | "stopReason">,
): TaggedText | null {
  const endings = endingsOf(tools);
  const [first] = endings
    .map((ending) => ({ ending, at: text.indexOf(closingTag(ending)) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at);
  if (first) return take(text.slice(0, first.at), first.ending);
  const cutOff = tagCutOff(text, endings, reply);
  return cutOff === null ? null : take(text, cutOff);
}

/**
 * The closing tag that the server stopped at and left out. Where it says what stopped it (vLLM's stop_reason), that
 * decides; where it does not, a stop behind a tag that is still open is taken for its closing tag.
 */
function tagCutOff(
  text: string,
  endings: readonly Ending[],
  { finishReason, stopReason }: Pick<ChatReply, "finishReason" | "stopReason">,
): Ending | null {
  if (finishReason === "length" || finishReason === "content_filter" || stopReason === null) return null;
  // Without a word in the content, the tag stood in the reasoning, where it calls nothing.
  if (stopReason !== undefined)
    return text.trim() === "" ? null : (endings.find((ending) => closingTag(ending) === stopReason) ?? null);
  const [last] = endings
    .map((ending) => ({ ending, at: text.lastIndexOf(openingTag(ending)) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => other.at - one.at);
  return last?.ending ?? null;
}

function take(before: string, ending: Ending): TaggedText {
  const opened = before.lastIndexOf(openingTag(ending));
  const inside = opened < 0 ? null : before.slice(opened + openingTag(ending).length).trim();
  return { text: before + closingTag(ending), ending, inside };
}

/** Whether a text opens a tag of any kind. */
export const opensTag = (text: string) => ALL.some((ending) => text.includes(openingTag(ending)));

/** Whether an action's text is this one, or this one with the closing tag behind it. */
export const isUpToTag = (text: string, action: unknown) =>
  action === text || ALL.some((ending) => action === text + closingTag(ending));
