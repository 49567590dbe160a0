/** Writes eval matrices that another studio carried out. */
import { z } from "zod";
import { EvalPlan } from "@/domain/eval/plan";
import { setFromKeys } from "@/domain/eval/record";
import { type Ref, type Resolve, refWords } from "@/domain/reference";
import type { RecordOf } from "@/domain/studio-record";
import { withRefs } from "@/server/queries/references";
import { plainJson } from "@/server/training/plain-json";
import { copyRows, plainText } from "./copy";
import type { Load } from "./load";

type Matrix = RecordOf<"eval-matrix">;
type Cell = { modelId: number; questionSetId: number; rolloutRunId: number | null; labellingRunId: number | null };

/** Returns why it cannot be used, or null. One that is there already stays as it is. */
export async function loadEvalMatrix({ client, counts, references }: Load, matrix: Matrix): Promise<string | null> {
  const key = matrix.key.toLowerCase();
  const present = await client.query("SELECT 1 FROM eval_matrix WHERE key = $1", [key]);
  if (present.rows.length > 0) {
    counts.evalMatrices.present += 1;
    return null;
  }
  const refused = matrix.cells.find(({ model }) => references.models.isRefused(model));
  if (refused) return `its model "${refused.model}" is another one in the studio, and was put aside`;
  const { cells, sets, missing } = await withRefs(client, (resolve) => partsOf(matrix, resolve));
  if (missing.length > 0) return `not in the file or the studio: ${missing.join("; ")}`;
  const plan = EvalPlan.safeParse({
    ...{ name: matrix.name.slice(0, 150), ways: matrix.ways, sets },
    models: [...new Set(cells.map(({ modelId }) => modelId))],
  });
  if (!plan.success) return `its plan cannot be used: ${z.prettifyError(plan.error)}`;
  const { rows } = await client.query(
    `INSERT INTO eval_matrix (key, name, plan, status, is_sample, imported, created_at, changed_at, finished_at)
     VALUES ($1, $2, $3, $4, $5, true, $6, coalesce($7::timestamptz, $6), $7) RETURNING id`,
    [
      ...[key, plainText(matrix.name), plainJson(plan.data), matrix.status, matrix.isSample, matrix.createdAt],
      matrix.finishedAt ?? null,
    ],
  );
  const [{ id }] = z.tuple([z.object({ id: z.int() })]).parse(rows);
  await copyRows(
    client,
    "eval_cell",
    [
      "matrix_id",
      "idx",
      "model_id",
      "question_set_id",
      "way",
      "status",
      "message",
      "rollout_run_id",
      "labelling_run_id",
      "changed_at",
    ],
    matrix.cells.map(({ way, status, message }, idx) => {
      const { modelId = null, questionSetId = null, rolloutRunId = null, labellingRunId = null } = cells[idx] ?? {};
      const changedAt = matrix.finishedAt ?? matrix.createdAt;
      return [
        id,
        idx,
        modelId,
        questionSetId,
        way,
        status,
        plainText(message),
        rolloutRunId,
        labellingRunId,
        changedAt,
      ];
    }),
  );
  counts.evalMatrices.added += 1;
  return null;
}

/** What the matrix refers to, by the ids it has here, and what of it is missing, in words. */
function partsOf({ cells, sets }: Matrix, resolve: Resolve) {
  const missing = new Set<string>();
  const find = (ref: Ref): number => {
    const id = resolve(ref);
    if (id === null) missing.add(refWords(ref));
    return id ?? 0;
  };
  const found = cells.map(
    ({ model, set, rolloutRun, labellingRun }): Cell => ({
      modelId: find({ kind: "model", key: model }),
      questionSetId: find({ kind: "question set", key: set }),
      rolloutRunId: rolloutRun ? find({ kind: "rollout run", key: rolloutRun }) : null,
      labellingRunId: labellingRun
        ? find({ kind: "labelling run", key: labellingRun.run, version: labellingRun.version })
        : null,
    }),
  );
  return { cells: found, sets: sets.map((set) => setFromKeys(set, resolve)), missing: [...missing] };
}
