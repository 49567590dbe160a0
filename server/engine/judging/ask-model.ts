/** One step put to a model: its votes, replies that cannot be read asked for again, and the ruling that comes of it. */
import { ChatFailure, type ChatReply } from "@/domain/chat";
import { scoreFromLogprobs } from "@/domain/judging/logprob-score";
import { type ParsedReply, parseReply } from "@/domain/judging/parse-reply";
import { type JudgeTask, judgeMessages } from "@/domain/judging/prompt";
import type { JudgeTemplate, ModelJudge } from "@/domain/judging/settings";
import { joinVotes } from "@/domain/judging/votes";
import { messageText } from "@/domain/message";
import type { Verdict } from "@/domain/verdict";
import type { PieceTools } from "../executor";
import { seedFor } from "./seed";

export type ModelSetup = { judge: ModelJudge; template: JudgeTemplate };
export type Place = { trajectoryId: number; step: number };
export type Usage = { promptTokens: number; completionTokens: number };

export type Asked = {
  verdict: Omit<Verdict, "step">;
  /** Votes of which no reply could be read; the last of each */
  unreadable: string[];
};

type Vote = { raw: string; parsed: ParsedReply | null };

/** A judge that always says the likeliest word would repeat itself: asked again, it may say another. */
const RETRY_TEMPERATURE = 0.5;

/** Throws ChatFailure where the endpoint will not answer this request. */
export async function askModel(
  setup: ModelSetup,
  place: Place,
  task: JudgeTask,
  { chat }: Pick<PieceTools, "chat">,
  usage: Usage,
): Promise<Asked> {
  const messages = judgeMessages(setup.template, task);
  const { judge, template } = setup;

  async function vote(number: number): Promise<Vote> {
    for (let attempt = 0; ; attempt++) {
      const reply = await chat({
        messages,
        temperature: attempt === 0 ? judge.temperature : Math.max(judge.temperature, RETRY_TEMPERATURE),
        maxTokens: judge.maxTokens,
        seed: seedFor(judge.seed, place.trajectoryId, place.step, number, attempt),
        topLogprobs: judge.useLogprobs ? 20 : null,
      });
      usage.promptTokens += reply.promptTokens ?? 0;
      usage.completionTokens += reply.completionTokens ?? 0;
      const text = messageText(reply.message);
      const parsed = parseReply(template.grammar, text);
      if (parsed) return { raw: text, parsed: { ...parsed, score: scoreOf(parsed, text, reply) } };
      if (attempt >= judge.parseRetries) return { raw: text, parsed: null };
    }
  }
  const scoreOf = (parsed: ParsedReply, text: string, reply: ChatReply) =>
    (judge.useLogprobs ? scoreFromLogprobs(template.grammar, text, reply.logprobs) : null) ?? parsed.score;

  const votes = await allOf(Array.from({ length: judge.votes }, (_, number) => vote(number)));
  const unreadable = votes.flatMap(({ raw, parsed }) => (parsed ? [] : [raw]));
  const [only] = votes;
  if (judge.votes === 1 && only)
    return {
      verdict: {
        rating: only.parsed?.rating ?? null,
        score: only.parsed?.score ?? null,
        rationale: only.parsed?.rationale ?? null,
        raw: only.raw,
      },
      unreadable,
    };
  const { rating, score, rationale, raw } = joinVotes(votes);
  return { verdict: { rating, score, rationale, raw }, unreadable };
}

/** All results, or the gravest of the errors once nothing is under way any more. */
async function allOf<T>(promises: Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  const errors = settled.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  const gravest = errors.find((error) => !(error instanceof ChatFailure)) ?? errors[0];
  if (errors.length > 0) throw gravest;
  return settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}
