/** What holds for every reply, however it is mangled. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readAction } from "../action";
import type { ChatReply } from "../chat";
import { closingTag, endingsOf } from "./tags";
import { readReply, type TurnSettings } from "./turn";

const settings: TurnSettings = { protocol: "tags", tools: ["search", "calculator"], stepLimit: 9, sameCallLimit: 9 };
const closing = endingsOf(settings.tools).map(closingTag);

const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom("<search_query>", "<math_exp>", "<answer>", "</", ">", "<", "answer>", ...closing),
      fc.string({ unit: "binary", maxLength: 4 }),
      fc.constantFrom("Ada", " 1+1 ", "\n", "🗼"),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

const replyOf = (content: string, rest: Partial<ChatReply> = {}): ChatReply => ({
  message: { role: "assistant", content },
  finishReason: "stop",
  stopReason: undefined,
  promptTokens: null,
  completionTokens: null,
  durationMs: 0,
  logprobs: null,
  ...rest,
});

test("an action ends with its only closing tag, and is read the same wherever it is shown", () => {
  const property = fc.property(soup, fc.constantFrom(undefined, null), (content, stopReason) => {
    const turn = readReply(settings, replyOf(content, { stopReason }), []);
    const text = String(turn.action.content);
    const closings = closing.reduce((sum, tag) => sum + text.split(tag).length - 1, 0);
    expect(closings).toBeLessThanOrEqual(1);
    if (closings === 1) expect(closing.some((tag) => text.endsWith(tag))).toBe(true);
    expect(text.startsWith(content) || content.startsWith(text)).toBe(true);
    expect(turn.raw === null).toBe(text === content || closing.some((tag) => text === content + tag));
    const shown = readAction(turn.action);
    if (turn.kind === "call") expect(shown.calls).toMatchObject(turn.calls);
    else if (turn.finalAnswer !== null) expect(shown.answer).toBe(turn.finalAnswer);
  });
  fc.assert(property, { numRuns: 2_000 });
});

test("a server that stops at the tags and one that ignores them come to the same", () => {
  const property = fc.property(soup, (written) => {
    const [stop, at] = closing
      .map((tag) => [tag, written.indexOf(tag)] as const)
      .filter(([, place]) => place >= 0)
      .sort((one, other) => one[1] - other[1])[0] ?? [null, written.length];
    const seen = written.slice(0, at);
    fc.pre(seen.trim() !== "");
    const { raw: _, ...stopped } = readReply(settings, replyOf(seen, { stopReason: stop }), []);
    const { raw: __, ...ignored } = readReply(settings, replyOf(written, { stopReason: null }), []);
    expect(stopped).toEqual(ignored);
  });
  fc.assert(property, { numRuns: 2_000 });
});
