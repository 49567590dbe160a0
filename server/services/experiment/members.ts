/** What one arm keeps, with the verdicts behind it: what is exported and frozen. */
import type pg from "pg";
import { type ExperimentPlan, judgesOf } from "@/domain/experiment";
import type { JudgeColumn } from "@/domain/filtering/pool-table";
import { type Member, membersOf } from "@/domain/training-set/members";
import { readJudgeColumn } from "@/server/queries/experiment/columns";
import { armOf } from "@/server/queries/training-set/rows";
import { judgesFor, type Loaded } from "./evaluate";

/** The caller holds the snapshot that `loaded` was read from. */
export async function readMembers(
  client: pg.ClientBase,
  { table, selections, outcomes }: Loaded,
  { arms }: Pick<ExperimentPlan, "arms">,
  name: string,
): Promise<Iterable<Member>> {
  const arm = armOf({ arms }, name);
  const selection = selections[arms.indexOf(arm)];
  if (!selection) throw new Error(`The arm "${name}" has no selection.`);
  const { filter } = arm;
  const columns = new Map<number, JudgeColumn>();
  for (const id of judgesOf(filter)) columns.set(id, await readJudgeColumn(client, table, id, { withScores: true }));
  const { labels } = filter.outcome;
  return membersOf({
    table,
    filter,
    selection,
    judges: judgesFor(filter, columns),
    outcome: labels === null ? null : (outcomes.get(labels) ?? null),
  });
}
