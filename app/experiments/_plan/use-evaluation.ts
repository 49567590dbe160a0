"use client";
/** The figures of a draft's arms. Where an arm cannot be evaluated, the others are, and it says why. */
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { usePaused } from "@/app/_shell/use-paused";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import type { Arm } from "@/domain/experiment";
import type { Pool } from "@/domain/pool";
import type { Draft, Reading } from "./draft";

export type Evaluated = ApiOutputs["experiment"]["evaluate"];
export type EvaluatedArm = Evaluated["arms"][number];

/** An arm with figures, and where it stands among those that have some. */
export type ShownArm = { key: string; at: number; arm: EvaluatedArm };

export type Evaluation = {
  /** What the figures are of */
  pool: Pool;
  matching: boolean;
  data: Evaluated | null;
  shown: ShownArm[];
  /** The server's sentence for each arm that it could not evaluate, by key */
  problems: ReadonlyMap<string, string>;
  /** Why there are no figures at all */
  error: string | null;
  isBusy: boolean;
  /** The figures are those of the whole draft as it is now */
  isCurrent: boolean;
  retry: () => void;
};

type KeyedArm = Arm & { key: string };
/** Figures of a large pool take seconds: not for every look at the tab */
const FRESH_MS = 60_000;

export function useEvaluation(draft: Draft, { arms }: Reading): Evaluation {
  const trpc = useTRPC();
  const wanted = { pool: draft.pool, matching: draft.matching, arms: askable(arms) };
  const asked = usePaused(wanted);
  const query = (of: readonly KeyedArm[], matching = asked.matching) =>
    trpc.experiment.evaluate.queryOptions(
      { pool: asked.pool, matching, arms: of.map(({ name, filter }) => ({ name, filter })) },
      { staleTime: FRESH_MS },
    );
  const whole = useQuery({
    ...query(asked.arms),
    enabled: asked.arms.length > 0,
    placeholderData: keepPreviousData,
  });
  const isRefused = whole.isError && isRefusal(whole.error);
  const alone = useQueries({
    queries: asked.arms.map((arm) => ({
      ...query([arm], false),
      enabled: isRefused && asked.arms.length > 1,
    })),
  });
  const problems = new Map<string, string>();
  if (isRefused)
    asked.arms.forEach(({ key }, index) => {
      const error = asked.arms.length === 1 ? whole.error : alone[index]?.error;
      if (error && isRefusal(error)) problems.set(key, error.message);
    });
  const isSorted = isRefused && (asked.arms.length === 1 || alone.every(({ isPending }) => !isPending));
  const rest = asked.arms.filter(({ key }) => !problems.has(key));
  const isPart = isSorted && rest.length > 0 && rest.length < asked.arms.length;
  const part = useQuery({ ...query(rest), enabled: isPart, placeholderData: keepPreviousData });

  const used = isPart ? part : whole;
  const of = isPart ? rest : asked.arms;
  const data = asked.arms.length === 0 || problems.size === asked.arms.length ? null : (used.data ?? null);
  const hasNoReason = isRefused ? isSorted && problems.size === 0 : whole.isError;
  return {
    pool: asked.pool,
    matching: asked.matching,
    data,
    shown: data ? shownOf(of, data) : [],
    problems,
    error: hasNoReason ? (whole.error?.message ?? null) : isPart && part.isError ? part.error.message : null,
    isCurrent:
      whole.isSuccess &&
      !whole.isPlaceholderData &&
      !whole.isFetching &&
      JSON.stringify(wanted) === JSON.stringify(asked),
    isBusy: asked.arms.length > 0 && (used.isFetching || (isRefused && !isSorted)),
    retry: () => void (isPart ? part.refetch() : whole.refetch()),
  };
}

/** Arms without a mistake, under names that differ: a name that is still typed hinders no figure. */
function askable(arms: Reading["arms"]): KeyedArm[] {
  return arms.flatMap(({ key, name, filter, errors }) =>
    filter === null ? [] : [{ key, filter, name: errors.name === undefined ? name : `${name.slice(0, 80)} (${key})` }],
  );
}

/** While figures are on their way, the earlier ones stand where their arm can be told. */
function shownOf(asked: readonly KeyedArm[], data: Evaluated): ShownArm[] {
  return asked.flatMap(({ key, name }, index) => {
    const byName = data.arms.findIndex((arm) => arm.name === name);
    const at = byName >= 0 ? byName : asked.length === data.arms.length ? index : -1;
    const arm = data.arms[at];
    return arm ? [{ key, at, arm }] : [];
  });
}

/** The server says what is wrong with the question itself: asking again would change nothing. */
function isRefusal({ data }: { data?: { httpStatus: number } | null }): boolean {
  return data != null && data.httpStatus >= 400 && data.httpStatus < 500;
}
