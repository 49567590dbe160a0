/** What a judging run would do: how much there is to judge, and what the judge would be sent for one step of it. */
import { z } from "zod";
import { contextText, judgeMessages, messageBody } from "@/domain/judging/prompt";
import { TemplateDraft } from "@/domain/judging/settings";
import { Pool } from "@/domain/pool";
import { lastSubTrajectory } from "@/domain/trajectory";
import { excerpt } from "@/domain/trajectory-view";
import type { Db } from "@/server/db";
import { countPool } from "@/server/queries/judging/count-pool";
import { readEpisodes } from "@/server/queries/judging/episodes";

export const PreviewJudging = z.object({
  pool: Pool,
  template: z.object({ systemText: TemplateDraft.shape.systemText, userText: TemplateDraft.shape.userText }).nullable(),
});

/** Characters of each message that are shown */
const SHOWN = 20_000;

/** The example is the last step of the pool's first trajectory: the one with the longest context. */
export async function previewJudging(db: Db, { pool, template }: z.infer<typeof PreviewJudging>) {
  const { trajectories, steps, example: id } = await countPool(db.pool, pool);
  const episode = id === null || template === null ? null : ((await readEpisodes(db.pool, [id])).get(id) ?? null);
  const last = episode && lastSubTrajectory(episode);
  if (!episode || !last || !template) return { trajectories, steps, example: null };
  const messages = judgeMessages(template, {
    question: episode.question,
    context: contextText(last.context),
    action: messageBody(last.action),
  });
  return {
    trajectories,
    steps,
    example: {
      trajectoryId: episode.id,
      step: last.step,
      messages: messages.map(({ role, content }) => ({ role, text: excerpt(String(content ?? ""), SHOWN) })),
    },
  };
}
