/** What a judging run is asked to do. Kept with the run as it was asked. */
import { z } from "zod";
import { Pool } from "../pool";
import { grammarProblems, ReplyGrammar } from "./grammar";
import { templateProblems } from "./prompt";

/** A judge's prompt, with {question}, {context} and {action}. Each change is a new version of its name. */
export const JudgeTemplate = z.object({
  id: z.int(),
  name: z.string().trim().min(1, "Give the template a name.").max(200),
  version: z.int(),
  systemText: z.string().max(50_000),
  userText: z.string().min(1).max(50_000),
  grammar: ReplyGrammar,
});
export type JudgeTemplate = z.infer<typeof JudgeTemplate>;

export const Rule = z.enum(["calculator-call-valid", "no-repeated-query", "answer-present"]);
export type Rule = z.infer<typeof Rule>;

export const ModelJudge = z.object({
  kind: z.literal("model"),
  endpointId: z.int32().positive(),
  templateId: z.int32().positive(),
  temperature: z.number().min(0).max(10).default(0),
  maxTokens: z.int().min(1).max(1_000_000).default(1_024),
  /** Replies a step; with more than one the score is the share of votes for reasonable */
  votes: z.int().min(1).max(64).default(1),
  /** Ask for log-probabilities: where they come, the score is the probability of "reasonable" */
  useLogprobs: z.boolean().default(false),
  /** How often a reply that cannot be read is asked for again */
  parseRetries: z.int().min(0).max(10).default(2),
  seed: z.int().min(0).max(2_147_483_647).default(1),
});
export type ModelJudge = z.infer<typeof ModelJudge>;

/** A step is unreasonable if it breaks any of the rules. */
export const RuleJudge = z.object({ kind: z.literal("rule"), rules: z.array(Rule).min(1).max(3) });
export type RuleJudge = z.infer<typeof RuleJudge>;

export const Judge = z.discriminatedUnion("kind", [ModelJudge, RuleJudge]);
export type Judge = z.infer<typeof Judge>;

/** A judging run to start: pool × judge. */
export const JudgingPlan = z.object({
  name: z.string().trim().min(1, "Give the run a name.").max(200),
  pool: Pool,
  judge: Judge,
});
export type JudgingPlan = z.infer<typeof JudgingPlan>;

/** A template as it is written; saving it makes the next version of its name. */
export const TemplateDraft = JudgeTemplate.omit({ id: true, version: true }).superRefine((draft, context) => {
  const texts = { systemText: draft.systemText, userText: draft.userText };
  for (const problem of templateProblems(texts))
    context.addIssue({ code: "custom", path: ["userText"], message: problem });
  for (const problem of grammarProblems(draft.grammar))
    context.addIssue({ code: "custom", path: ["grammar"], message: problem });
});
export type TemplateDraft = z.infer<typeof TemplateDraft>;

/** What `judging_run.settings` holds of a judging run made here: the plan, and what it named, as it was then. */
export const JudgingRunSettings = JudgingPlan.omit({ name: true }).extend({
  template: JudgeTemplate.nullable(),
  endpoint: z
    .object({
      id: z.int(),
      name: z.string(),
      baseUrl: z.string(),
      servedName: z.string(),
      extraBody: z.record(z.string(), z.json()).optional(),
    })
    .nullable(),
});
export type JudgingRunSettings = z.infer<typeof JudgingRunSettings>;
