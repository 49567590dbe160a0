import { expect, test } from "vitest";
import { disagreements, excerpt, firstDifference, type StepView, showable, viewAction } from "./trajectory-view";

test("an excerpt never ends inside a surrogate pair", () => {
  expect(excerpt("a\u{1F600}", 2)).toEqual({ text: "a", isCut: true });
  expect(excerpt("a\u{1F600}", 3)).toEqual({ text: "a\u{1F600}", isCut: false });
});

test("an action is cut to its budget, the answer first", () => {
  const message = { role: "assistant", content: `${"t".repeat(100)}<answer>42</answer>` };
  expect(viewAction(message, 130, 50)).toMatchObject({
    answer: { text: "42", isCut: false },
    thought: { text: "t".repeat(48), isCut: true },
    isCut: true,
    isEmpty: false,
  });
});

test("calls beyond the budget are counted", () => {
  const call = { function: { name: "search", arguments: "x".repeat(60) } };
  const view = viewAction({ role: "assistant", content: "", tool_calls: [call, call, call] }, 300, 150);
  expect(view.calls).toHaveLength(2);
  expect(view).toMatchObject({ moreCalls: 1, isCut: true });
});

test("an action without a word or a call is empty", () => {
  expect(viewAction({ role: "assistant", content: "" }, 30, 100).isEmpty).toBe(true);
  expect(viewAction({ role: "assistant", content: null, reasoning_content: "hm" }, 30, 100).isEmpty).toBe(false);
});

test("judges disagree where one says unreasonable and another does not; no verdict is no opinion", () => {
  const judges = [
    { marks: ["reasonable", "unreasonable", "none", "neutral"] as const },
    { marks: ["unreasonable", "unreasonable", "unreasonable", "reasonable"] as const },
  ].map(({ marks }) => ({ marks: [...marks] }));
  expect(disagreements(judges, 4)).toEqual([0]);
});

const step = (index: number, query: string, id = "a", content = "") =>
  ({
    index,
    action: viewAction(
      { role: "assistant", content, tool_calls: [{ id, function: { name: "s", arguments: query } }] },
      10,
      1000,
    ),
  }) as StepView;

test("trajectories differ where what they do differs, whatever the words and the calls' ids", () => {
  const one = { numSteps: 2, steps: [step(0, "x", "a"), step(1, "y")] };
  const two = { numSteps: 2, steps: [step(0, "x", "b", "other words"), step(1, "z")] };
  expect(firstDifference([one, two])).toBe(1);
  expect(firstDifference([one, one])).toBeNull();
  expect(firstDifference([one, { numSteps: 1, steps: [step(0, "x")] }])).toBe(1);
  expect(
    firstDifference([
      { numSteps: 5, steps: [step(0, "x")] },
      { numSteps: 5, steps: [step(0, "x")] },
    ]),
  ).toBeNull();
});

test("control characters and lone surrogates can be shown", () => {
  expect(showable("a\u0000\tb\nc\ud800\u{1F600}")).toBe("a\u2400\tb\nc\ufffd\u{1F600}");
});
