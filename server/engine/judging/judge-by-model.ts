/** Puts a trajectory's steps to a model, one after the other, so that its endpoint can reuse the prefix they share. */
import { ChatFailure } from "@/domain/chat";
import { contextText, extendContext, messageBody } from "@/domain/judging/prompt";
import type { Verdict } from "@/domain/verdict";
import type { JudgedEpisode } from "@/server/queries/judging/episodes";
import type { Failure, PieceTools } from "../executor";
import { askModel, type ModelSetup, type Usage } from "./ask-model";

export type ModelJudged = Usage & { verdicts: Verdict[]; failures: Failure[] };

export async function judgeByModel(setup: ModelSetup, episode: JudgedEpisode, tools: PieceTools): Promise<ModelJudged> {
  const usage: Usage = { promptTokens: 0, completionTokens: 0 };
  const verdicts: Verdict[] = [];
  const failures: Failure[] = [];
  let context = contextText(episode.prompt);
  let overflow: string | null = null;

  for (const [step, { action, observation }] of episode.steps.entries()) {
    const place = { trajectoryId: episode.id, step };
    const fail = (failure: string, message: string, raw?: string) =>
      failures.push({ itemId: episode.id, stepIdx: step, failure, message, raw });
    const noVerdict = (why: string) => verdicts.push({ step, rating: null, raw: why });
    // The context only grows: what no longer fits will not fit at a later step either.
    if (overflow !== null) noVerdict(overflow);
    else
      try {
        const task = { question: episode.question, context, action: messageBody(action) };
        const { verdict, unreadable } = await askModel(setup, place, task, tools, usage);
        verdicts.push({ step, ...verdict });
        for (const raw of unreadable)
          fail("unparseable", "No ruling could be read in the judge's reply; it is kept as it came.", raw);
      } catch (error) {
        if (!(error instanceof ChatFailure)) throw error;
        if (error.kind === "context-overflow") overflow = `Not judged: ${error.message}`;
        fail(error.kind, error.message);
        noVerdict(`Not judged: ${error.message}`);
      }
    context = extendContext(context, [action, ...(observation ?? [])]);
  }
  return { ...usage, verdicts, failures };
}
