import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message } from "./message";
import { decompose, type Episode, episodeFromMessages, episodeMessages, lastSubTrajectory } from "./trajectory";

const message = (role: fc.Arbitrary<string>): fc.Arbitrary<Message> =>
  fc.record({ role, content: fc.oneof(fc.string(), fc.constant(null)) });
const other = message(fc.constantFrom("system", "user", "tool"));
const action = message(fc.constant("assistant"));
const observation = fc.oneof(fc.constant(null), fc.array(other, { minLength: 1, maxLength: 3 }));

/** An episode as readers make it: an observation is null or holds something. */
const episode: fc.Arbitrary<Episode> = fc.record({
  prompt: fc.array(other, { maxLength: 3 }),
  steps: fc.array(fc.record({ action, observation }), { maxLength: 8 }),
});

describe("decompose", () => {
  test("one sub-trajectory a step, in order, each with its own action", () => {
    fc.assert(
      fc.property(episode, (given) => {
        const parts = decompose(given);
        expect(parts.map(({ step }) => step)).toEqual(given.steps.map((_, index) => index));
        expect(parts.map((part) => part.action)).toEqual(given.steps.map((step) => step.action));
      }),
    );
  });

  test("each context is a prefix of the next, which goes on with the action and its observation", () => {
    fc.assert(
      fc.property(episode, (given) => {
        const parts = decompose(given);
        parts.forEach((part, index) => {
          const before = parts[index - 1];
          if (before === undefined) {
            expect(part.context).toEqual(given.prompt);
            return;
          }
          const between = [before.action, ...(given.steps[index - 1]?.observation ?? [])];
          expect(part.context).toEqual([...before.context, ...between]);
        });
      }),
    );
  });

  test("the last context and action are the whole conversation, up to the last observation", () => {
    fc.assert(
      fc.property(episode, (given) => {
        const last = decompose(given).at(-1);
        if (last === undefined) return;
        const whole = [...last.context, last.action, ...(given.steps.at(-1)?.observation ?? [])];
        expect(whole).toEqual(episodeMessages(given));
      }),
    );
  });

  test("the last one is the same by itself", () => {
    fc.assert(
      fc.property(episode, (given) => {
        expect(lastSubTrajectory(given)).toEqual(decompose(given).at(-1) ?? null);
      }),
    );
  });

  test("an observation of 300,000 messages, and 32,000 steps, take no more than their length", () => {
    const message = { role: "tool", content: "o" };
    const action = { role: "assistant", content: "a" };
    const read = episodeFromMessages([action, ...Array.from({ length: 300_000 }, () => message), action]);
    expect(read.steps[0]?.observation?.length).toBe(300_000);
    expect(decompose(read)[1]?.context.length).toBe(300_001);
    const steps = Array.from({ length: 32_000 }, () => ({ action, observation: [message] }));
    expect(lastSubTrajectory({ prompt: [], steps })?.context.length).toBe(63_998);
  });

  test("contexts share no array: changing one leaves the others and the episode", () => {
    const given: Episode = {
      prompt: [{ role: "user", content: "q" }],
      steps: [
        { action: { role: "assistant", content: "a" }, observation: [{ role: "tool", content: "o" }] },
        { action: { role: "assistant", content: "b" }, observation: null },
      ],
    };
    const [first, second] = decompose(given);
    first?.context.push({ role: "user", content: "added" });
    expect(second?.context.length).toBe(3);
    expect(given.prompt.length).toBe(1);
  });
});

describe("episodes and messages", () => {
  test("messages → episode → messages is the identity", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(other, action), { maxLength: 16 }), (messages) => {
        expect(episodeMessages(episodeFromMessages(messages))).toEqual(messages);
      }),
    );
  });

  test("episode → messages → episode is the identity", () => {
    fc.assert(
      fc.property(episode, (given) => {
        expect(episodeFromMessages(episodeMessages(given))).toEqual(given);
      }),
    );
  });

  test("as many steps as assistant messages; the prompt has none, and no observation is empty", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(other, action), { maxLength: 16 }), (messages) => {
        const { prompt, steps } = episodeFromMessages(messages);
        expect(steps.length).toBe(messages.filter(({ role }) => role === "assistant").length);
        expect(prompt.every(({ role }) => role !== "assistant")).toBe(true);
        expect(steps.every((step) => step.observation === null || step.observation.length > 0)).toBe(true);
      }),
    );
  });

  test("without an assistant message all is prompt", () => {
    const messages = [
      { role: "system", content: "s" },
      { role: "user", content: "q" },
    ];
    expect(episodeFromMessages(messages)).toEqual({ prompt: messages, steps: [] });
    expect(episodeFromMessages([])).toEqual({ prompt: [], steps: [] });
  });
});
