import { expect, test } from "vitest";
import { missingInRound } from "./missing";

const run = (kind: "rollout" | "judging" | "labelling", done: number, status: "done" | "running" = "done") => ({
  ...{ kind, name: kind, status, planned: 1_200, done },
});

test("runs that are gone, and what failed in those that are done", () => {
  const whole = [run("rollout", 1_200), run("judging", 1_200), run("labelling", 7, "running")];
  expect(missingInRound(whole, { rollout: 1, judging: 1, labelling: 1 })).toEqual([]);
  expect(missingInRound([run("rollout", 1_199), run("judging", 0)], { rollout: 2, judging: 3, labelling: 0 })).toEqual([
    "1 rollout run of it was removed.",
    "2 judging runs of it were removed.",
    '"rollout" made 1,199 of 1,200 trajectories: the rest failed.',
    '"judging" judged 0 of 1,200 trajectories: the rest failed.',
  ]);
});
