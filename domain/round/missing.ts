/** What a round lacks of what was planned: it may be done although runs of it were removed, or failed in part. */
import { formatCount, formatNumber } from "../format";
import type { RunKind, RunStatus } from "../run";

type RoundRun = { kind: RunKind; name: string; status: RunStatus; planned: number; done: number };

const DID: Record<RunKind, string> = { rollout: "made", judging: "judged", labelling: "labelled" };

/** Sentences for people; none where all is there. `begun`: how many runs it began. */
export function missingInRound(runs: readonly RoundRun[], begun: Record<RunKind, number>): string[] {
  const removed = (["rollout", "judging", "labelling"] as const).flatMap((kind) => {
    const gone = begun[kind] - runs.filter((run) => run.kind === kind).length;
    return gone > 0 ? [`${formatCount(gone, `${kind} run`)} of it ${gone === 1 ? "was" : "were"} removed.`] : [];
  });
  const short = runs
    .filter(({ status, done, planned }) => status === "done" && done < planned)
    .map(({ kind, name, done, planned }) => {
      const all = formatCount(planned, "trajectory", "trajectories");
      return `"${name}" ${DID[kind]} ${formatNumber(done)} of ${all}: the rest failed.`;
    });
  return [...removed, ...short];
}
