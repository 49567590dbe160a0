/** Carries out judging runs: every step of every trajectory in them, by a model or by rules. */
import { StudioError } from "@/domain/errors";
import { ruleVerdicts } from "@/domain/judging/rules";
import { JudgingRunSettings } from "@/domain/judging/settings";
import { type ProcessLabel, summariseVerdicts, type Verdict } from "@/domain/verdict";
import { calculate } from "@/server/adapters/calculator/calculate";
import type { Db } from "@/server/db";
import { type JudgedEpisode, readEpisodes, unjudgedHeads } from "@/server/queries/judging/episodes";
import { type Judged, writeJudgments } from "@/server/services/judging/write-judgments";
import { endpointOf } from "@/server/services/rollout/endpoint-of";
import type { Executor, OpenRun, PieceTools, Result } from "../executor";
import { requireSameModel } from "../require-same-model";
import { judgeByModel } from "./judge-by-model";

type Piece = { id: number; numSteps: number; episode: JudgedEpisode | null };

/** Trajectories that take more together are read one by one, so that a few long ones never fill the memory. */
const READ_TOGETHER_BYTES = 4 << 20;

export const judgingExecutor: Executor = {
  kind: "judging",
  async open(db: Db, runId: number): Promise<OpenRun<Piece, Judged>> {
    const settings = await readSettings(db, runId);
    const { judge, template } = settings;
    const endpoint = judge.kind === "model" ? await endpointOf(db, judge.endpointId) : null;
    if (judge.kind === "model" && (!endpoint || !template))
      throw new StudioError(
        "precondition",
        "The endpoint of this judging run was removed. Start it again with another.",
      );
    if (endpoint && settings.endpoint) requireSameModel(endpoint, settings.endpoint, "judging");

    async function rule(episode: JudgedEpisode, tools: PieceTools): Promise<Omit<Result<Verdict[]>, "endState">> {
      if (judge.kind === "rule") {
        const verdicts = ruleVerdicts(judge.rules, episode, (given) => !calculate(given).startsWith("Error:"));
        return { data: verdicts, promptTokens: 0, completionTokens: 0 };
      }
      if (!template) throw new Error("a model judges by a template");
      const { verdicts, ...rest } = await judgeByModel({ judge, template }, episode, tools);
      return { data: verdicts, ...rest };
    }

    return {
      endpoint,
      async missing(items) {
        const heads = await unjudgedHeads(db.pool, runId, items);
        const isSmall = heads.reduce((sum, { bytes }) => sum + bytes, 0) <= READ_TOGETHER_BYTES;
        const ids = heads.map(({ id }) => id);
        const episodes = isSmall && ids.length > 0 ? await readEpisodes(db.pool, ids) : null;
        return heads.map(({ id, numSteps }) => ({ id, numSteps, episode: episodes?.get(id) ?? null }));
      },
      async perform({ id, numSteps, episode: known }, tools) {
        const episode = known ?? (await readEpisodes(db.pool, [id])).get(id);
        // Removed since: nothing is asked, and nothing will be written.
        const result = episode ? await rule(episode, tools) : { data: [], promptTokens: 0, completionTokens: 0 };
        const endState: ProcessLabel = summariseVerdicts(result.data, numSteps).process;
        return { ...result, data: { trajectoryId: id, numSteps, verdicts: result.data }, endState };
      },
      commit: (client, results) =>
        writeJudgments(
          client,
          runId,
          results.map(({ data }) => data),
        ),
    };
  },
};

async function readSettings(db: Db, runId: number): Promise<JudgingRunSettings> {
  const { rows } = await db.pool.query<{ settings: string }>("SELECT settings FROM judging_run WHERE id = $1", [runId]);
  const [row] = rows;
  if (!row) throw new StudioError("not-found", `There is no judging run ${runId} any more.`);
  return JudgingRunSettings.parse(JSON.parse(row.settings));
}
