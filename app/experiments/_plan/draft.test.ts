import { expect, test } from "vitest";
import { ExperimentPlan, paperArms } from "@/domain/experiment";
import { EMPTY_POOL } from "@/domain/pool";
import { commonJudge, draftOf, readDraft, withArm, withChangedArm, withDuplicate, withoutArm, withRun } from "./draft";

const plan = ExperimentPlan.parse({
  name: "Pilot",
  pool: { ...EMPTY_POOL, judge: 1, scope: 1, labels: 2 },
  arms: paperArms(1, 2),
});

test("an unchanged draft is the plan", () => {
  expect(readDraft(draftOf(plan)).plan).toEqual(plan);
});

test("arms are added, copied and removed under names and keys of their own", () => {
  let draft = withDuplicate(draftOf(plan), "arm-3");
  expect(draft.arms.map(({ name }) => name)).toEqual([
    ...["None", "Outcome", "Process", "Process 2", "Process and outcome"],
  ]);
  const [first] = plan.arms;
  if (!first) throw new Error("no arm");
  draft = withoutArm(withArm(draft, first), "arm-1");
  expect(draft.arms.at(-1)?.name).toBe("None 2");
  expect(new Set(draft.arms.map(({ key }) => key)).size).toBe(draft.arms.length);
  expect(readDraft(draft).plan?.arms).toHaveLength(5);
});

test("mistakes are said at the arm, and the other arms can still be evaluated", () => {
  const [arm] = draftOf(plan).arms;
  if (!arm) throw new Error("no arm");
  const wrong = withChangedArm(draftOf(plan), "arm-1", { form: { ...arm.form, seed: "x" } });
  const read = readDraft(withChangedArm(wrong, "arm-2", { name: "Process" }));
  expect(read.plan).toBeNull();
  expect(read.arms.map(({ errors }) => errors)).toEqual([
    { seed: "A number." },
    { name: "Another arm has this name." },
    { name: "Another arm has this name." },
    {},
  ]);
  expect(read.arms.map(({ filter }) => filter !== null)).toEqual([false, true, true, true]);
  expect(readDraft({ ...draftOf(plan), name: " " }).nameError).toBe("Give the experiment a name.");
  expect(readDraft({ ...draftOf(plan), arms: [] }).error).toBe("An experiment needs an arm.");
});

test("a judging run for all arms takes along the pool that it was made on", () => {
  const draft = withRun(draftOf(plan), { judge: 9 });
  expect(commonJudge(draft)).toBe(9);
  expect(draft.pool).toMatchObject({ judge: 9, scope: 9, labels: 2 });
  expect(withRun(draft, { labels: 4 }).arms.every(({ form }) => form.labels === 4)).toBe(true);
  const ownJudge = (key: string) => {
    const arm = draft.arms.find((each) => each.key === key);
    if (!arm) throw new Error("no arm");
    return withChangedArm(draft, key, { form: { ...arm.form, judges: [9, 1] } });
  };
  expect(commonJudge(ownJudge("arm-3"))).toBeNull();
  // The mode none follows no verdict.
  expect(commonJudge(ownJudge("arm-1"))).toBe(9);
});
