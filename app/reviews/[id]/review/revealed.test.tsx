import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Revealed } from "./revealed";
import type { Reveal, SeenItem } from "./session-state";

const item: SeenItem = {
  ...{ idx: 0, trajectoryId: 1, step: 0, numSteps: null, prompt: [], steps: [], reveal: null, own: null },
  question: { text: "question", isCut: false },
};
const reveal = (openOfQuestion: number): Reveal => ({
  ...{ steps: [], moreSteps: 0, judges: [], hiddenFrom: null, openOfQuestion },
  end:
    openOfQuestion > 0
      ? null
      : { answers: ["accepted"], finalAnswer: { text: "given", isCut: false }, endState: "answered", outcomes: [] },
});

test("what is held back for other items of the question is said in its place", () => {
  const held = renderToStaticMarkup(<Revealed item={item} reveal={reveal(3)} />);
  expect(held).toContain("shown once no item of this question is left");
  expect(held).toContain("about 3 more");

  const shown = renderToStaticMarkup(<Revealed item={item} reveal={reveal(0)} />);
  expect(shown).toContain("accepted");
  expect(shown).not.toContain("shown once");
});
