import { describe, expect, it } from "vitest";
import { nextAction } from "./next-action";

const whole = { questions: 50, trajectories: 250, judged: 240, labelled: 250, simulatedTrajectories: 0 };

describe("nextAction", () => {
  it.each([
    ["nothing at all", { questions: 0, trajectories: 0, judged: 0, labelled: 0 }, "Import questions and trajectories"],
    ["questions alone", { trajectories: 0, judged: 0, labelled: 0 }, "Import trajectories"],
    ["no verdicts", { judged: 0 }, "Import a judge's verdicts"],
    ["no outcomes", { labelled: 0 }, "Import outcomes"],
    ["only simulated trajectories", { simulatedTrajectories: 250 }, "Import your own trajectories"],
    ["the whole chain", {}, "Compare the four filter modes"],
  ])("with %s", (_, part, title) => expect(nextAction({ ...whole, ...part }).title).toBe(title));
});
