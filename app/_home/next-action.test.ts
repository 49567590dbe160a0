import { describe, expect, it } from "vitest";
import { nextAction } from "./next-action";

const whole = {
  questions: 50,
  trajectories: 250,
  judged: 240,
  labelled: 250,
  sampleTrajectories: 0,
  servedModels: 0,
};

describe("nextAction", () => {
  it.each([
    ["nothing at all", { questions: 0, trajectories: 0, judged: 0, labelled: 0 }, "Import questions"],
    ["questions alone", { trajectories: 0, judged: 0, labelled: 0 }, "Say which model answers"],
    ["questions and a model", { trajectories: 0, judged: 0, labelled: 0, servedModels: 1 }, "Generate trajectories"],
    ["no verdicts", { judged: 0 }, "Judge the trajectories"],
    ["no outcomes", { labelled: 0 }, "Label the outcomes"],
    ["only sample trajectories", { sampleTrajectories: 250 }, "Import or generate your own"],
    ["a model beside them", { sampleTrajectories: 250, servedModels: 1 }, "Generate your own trajectories"],
    ["the whole chain", {}, "Compare the four filter modes"],
  ])("with %s", (_, part, title) => expect(nextAction({ ...whole, ...part }).title).toBe(title));
});
