/** Where a rollout, judging or labelling run stands. */
import { formatCount, formatNumber } from "@/domain/format";
import { isOver, type RunKind, type RunProgress } from "@/domain/run";
import type { Db } from "@/server/db";
import { readJudgingSummary } from "@/server/queries/judging/summary";
import { readLabellingSummary } from "@/server/queries/labelling/summary";
import { readProgress } from "@/server/queries/run/progress";
import { resolveRun } from "@/server/services/runs";
import { headline } from "./headline";
import type { Standing } from "./until-over";

/** Throws not-found. A run of another studio or a file is over: nobody works on it here. */
export async function lookAtRun(db: Db, kind: RunKind, id: number): Promise<Standing> {
  const noun = `${kind} run` as const;
  const progress = await readProgress(db.pool, { kind, runId: id });
  if (!progress) {
    const { name } = await resolveRun(db.pool, noun, String(id));
    const text = `${headline(noun, id, name, "imported")}; this studio does not carry it out`;
    return { isOver: true, exit: 0, state: "imported", json: { [`${kind}Run`]: id, name, status: "imported" }, text };
  }
  const { name, status, message, planned, done, ends, failures, promptTokens, completionTokens } = progress;
  const found = isOver(status) ? await resultOf(db, kind, id) : null;
  return {
    isOver: isOver(status),
    exit: status === "done" ? 0 : 3,
    state: stateOf(progress),
    json: {
      ...{ [`${kind}Run`]: id, name, status, message, planned, done, ends, failures, promptTokens, completionTokens },
      ...found?.json,
    },
    text: [headline(noun, id, name, stateOf(progress)), ...(found ? [found.text] : []), ...counted(progress)].join(
      "\n",
    ),
  };
}

const stateOf = ({ status, done, planned, message }: RunProgress) =>
  `${status}, ${formatNumber(done)} of ${formatCount(planned, "trajectory", "trajectories")}${message ? ` (${message})` : ""}`;

/** How trajectories ended, and what could not be done. */
function counted({ ends, failures }: RunProgress): string[] {
  const listed = (counts: Record<string, number>) =>
    Object.entries(counts).map(([name, count]) => `${name} ${formatNumber(count)}`);
  const lines: [string, string[]][] = [
    ["Ended", listed(ends)],
    ["Could not be done", listed(failures)],
  ];
  return lines.flatMap(([name, parts]) => (parts.length > 0 ? [`${name}: ${parts.join(", ")}`] : []));
}

/** What came of it. */
async function resultOf(db: Db, kind: RunKind, id: number): Promise<Pick<Standing, "json" | "text"> | null> {
  if (kind === "rollout") return null;
  if (kind === "labelling") {
    const { labelled, correct } = await readLabellingSummary(db.pool, id);
    return { json: { labelled, correct }, text: `Correct: ${formatNumber(correct)} of ${formatNumber(labelled)}` };
  }
  const { judged, marks, process } = await readJudgingSummary(db.pool, id);
  const { reasonable, neutral, unreasonable, none } = marks;
  const text = `Steps: ${[`reasonable ${formatNumber(reasonable)}`, `neutral ${formatNumber(neutral)}`, `unreasonable ${formatNumber(unreasonable)}`, `no verdict ${formatNumber(none)}`].join(", ")}`;
  return { json: { judged, marks, process }, text };
}
