/** An experiment while it is edited: its arms as they are typed, and the plan they come to. */
import { z } from "zod";
import { issueWords } from "@/app/settings/issue-words";
import { type Arm, ExperimentPlan, freeArmName } from "@/domain/experiment";
import type { FilterMode } from "@/domain/filter";
import { asksProcess, type Filter, paperFilter } from "@/domain/filtering/filter";
import { Pool } from "@/domain/pool";
import { type ArmErrors, ArmForm, filterOf, formOf } from "./arm-form";

const ArmDraft = z.object({
  /** Tells arms apart while their names are typed */
  key: z.string(),
  name: z.string(),
  form: ArmForm,
});
export type ArmDraft = z.infer<typeof ArmDraft>;

export const Draft = z.object({ name: z.string(), pool: Pool, arms: z.array(ArmDraft), matching: z.boolean() });
export type Draft = z.infer<typeof Draft>;

export const MOST_ARMS = 12;

export function draftOf({ name, pool, arms, matching }: ExperimentPlan): Draft {
  return {
    ...{ name, pool, matching },
    arms: arms.map((arm, index) => ({ key: `arm-${index + 1}`, name: arm.name, form: formOf(arm.filter) })),
  };
}

/** An arm as it can be evaluated, whatever else is wrong with the plan. */
export type ReadArm = { key: string; name: string; mode: FilterMode; filter: Filter | null; errors: ArmErrors };

export type Reading = {
  /** Each arm in order; `filter` is null where a field of it is wrong */
  arms: ReadArm[];
  /** null where something is wrong */
  plan: ExperimentPlan | null;
  nameError: string | null;
  /** Of the plan as a whole */
  error: string | null;
};

export function readDraft(draft: Draft): Reading {
  const arms = draft.arms.map(readArm(draft));
  const whole = ExperimentPlan.safeParse({
    ...draft,
    arms: arms.map(({ name, filter, mode }) => ({ name, filter: filter ?? paperFilter(mode, null, null) })),
  });
  const issues = whole.error?.issues ?? [];
  const nameIssue = issues.find(({ path }) => path[0] === "name");
  const planIssue = issues.find(({ path }) => path[0] !== "name" && path.length < 2);
  const isReadable = arms.every(({ filter }) => filter !== null);
  return {
    arms,
    plan: isReadable && whole.success ? whole.data : null,
    nameError: nameIssue ? issueWords(nameIssue) : null,
    error: planIssue?.message ?? null,
  };
}

const readArm =
  (draft: Draft) =>
  ({ key, name, form }: ArmDraft): ReadArm => {
    const read = filterOf(form);
    const errors: ArmErrors = "errors" in read ? read.errors : {};
    const isTwice = draft.arms.some((other) => other.key !== key && other.name.trim() === name.trim());
    if (name.trim() === "") errors.name = "Give the arm a name.";
    else if (isTwice) errors.name = "Another arm has this name.";
    return { key, name: name.trim(), mode: form.mode, filter: "filter" in read ? read.filter : null, errors };
  };

/** The draft with one more arm, behind `after` where that is given. */
export function withArm(draft: Draft, { name, filter }: Arm, after?: string): Draft {
  const added: ArmDraft = { key: freeKey(draft), name: freeArmName(name, draft.arms), form: formOf(filter) };
  const at = draft.arms.findIndex(({ key }) => key === after);
  return { ...draft, arms: at < 0 ? [...draft.arms, added] : draft.arms.toSpliced(at + 1, 0, added) };
}

export function withDuplicate(draft: Draft, key: string): Draft {
  const at = draft.arms.findIndex((arm) => arm.key === key);
  const arm = draft.arms[at];
  if (!arm) return draft;
  const copy: ArmDraft = { key: freeKey(draft), name: freeArmName(arm.name, draft.arms), form: arm.form };
  return { ...draft, arms: draft.arms.toSpliced(at + 1, 0, copy) };
}

export const withoutArm = (draft: Draft, key: string): Draft => ({
  ...draft,
  arms: draft.arms.filter((arm) => arm.key !== key),
});

export function withChangedArm(draft: Draft, key: string, change: Partial<Omit<ArmDraft, "key">>): Draft {
  return { ...draft, arms: draft.arms.map((arm) => (arm.key === key ? { ...arm, ...change } : arm)) };
}

/** All arms under one judging run, or one labelling run. A pool that is what a judging run was made on follows it. */
export function withRun(draft: Draft, change: { judge: number } | { labels: number }): Draft {
  const arms = draft.arms.map((arm) => ({
    ...arm,
    form: { ...arm.form, ...("judge" in change ? { judges: [change.judge] } : { labels: change.labels }) },
  }));
  if ("labels" in change) return { ...draft, arms, pool: { ...draft.pool, labels: change.labels } };
  const { scope, judge } = draft.pool;
  const isScope = scope !== null && scope === judge;
  return { ...draft, arms, pool: { ...draft.pool, judge: change.judge, scope: isScope ? change.judge : scope } };
}

/** The one judging run that all arms follow that follow any; null where they differ. */
export function commonJudge(draft: Draft): number | null {
  const following = draft.arms.filter(({ form }) => asksProcess(form.mode));
  const arms = following.length > 0 ? following : draft.arms;
  const [first] = arms;
  const judge = first?.form.judges.length === 1 ? (first.form.judges[0] ?? null) : null;
  return arms.every(({ form }) => form.judges.length === 1 && form.judges[0] === judge) ? judge : null;
}

export function commonLabels({ arms }: Draft): number | null {
  const labels = arms[0]?.form.labels ?? null;
  return arms.every(({ form }) => form.labels === labels) ? labels : null;
}

function freeKey({ arms }: Draft): string {
  const used = arms.map(({ key }) => Number(/\d+$/.exec(key)?.[0] ?? 0));
  return `arm-${Math.max(0, ...used) + 1}`;
}
