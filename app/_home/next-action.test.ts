import { describe, expect, it } from "vitest";
import { nextAction } from "./next-action";

const whole = {
  questions: 50,
  trajectories: 250,
  judged: 240,
  labelled: 250,
  sampleTrajectories: 0,
  servedModels: 0,
  reviews: 2,
  openReview: null,
};
const openReview = { id: 7, name: "Second look", given: 1_200, wanted: 2_000 };

describe("nextAction", () => {
  it.each([
    ["nothing at all", { questions: 0, trajectories: 0, judged: 0, labelled: 0 }, "Import questions"],
    ["questions alone", { trajectories: 0, judged: 0, labelled: 0 }, "Say which model answers"],
    ["questions and a model", { trajectories: 0, judged: 0, labelled: 0, servedModels: 1 }, "Generate trajectories"],
    ["no verdicts", { judged: 0 }, "Judge the trajectories"],
    ["no outcomes", { labelled: 0 }, "Label the outcomes"],
    ["only sample trajectories", { sampleTrajectories: 250 }, "Import or generate your own"],
    ["a model beside them", { sampleTrajectories: 250, servedModels: 1 }, "Generate your own trajectories"],
    ["nobody who looked", { reviews: 0 }, "See how far the judge can be trusted"],
    ["a review begun", { openReview }, "Go on with the review"],
    ["a review nobody ruled in", { openReview: { ...openReview, given: 0 } }, "Begin the review"],
    [
      "a review begun, and sample trajectories only",
      { openReview, sampleTrajectories: 250 },
      "Import or generate your own",
    ],
    ["the whole chain", {}, "Compare the four filter modes"],
  ])("with %s", (_, part, title) => expect(nextAction({ ...whole, ...part }).title).toBe(title));

  it("says how much of a review is done, and leads into it", () =>
    expect(nextAction({ ...whole, openReview })).toMatchObject({
      why: expect.stringContaining('"Second look" has 1,200 of 2,000 wanted rulings.'),
      href: "/reviews/7/review",
    }));
});
