/** What a rollout run is asked to do. Kept with the run as it was asked. */
import { z } from "zod";
import { isMetadataAddress, METADATA_REFUSED } from "../metadata-address";
import { isPlain, PLAIN } from "../plain-text";

/** `tags`: `<search_query>`, `<math_exp>` and `<answer>` in the text; `native`: the protocol's own tool calls. */
export const ToolProtocol = z.enum(["tags", "native"]);
export type ToolProtocol = z.infer<typeof ToolProtocol>;

export const ToolName = z.enum(["search", "calculator"]);
export type ToolName = z.infer<typeof ToolName>;

/** A retriever's address is kept with the run and exported, so it may hold no secret. */
const RetrieverUrl = z
  .url({
    protocol: /^https?$/,
    abort: true,
    error: "Give an address such as http://127.0.0.1:8000/retrieve.",
  })
  .max(2_000)
  .refine((text) => {
    const { username, password, search, hash } = new URL(text);
    return username + password + search + hash === "";
  }, "Leave out user, password, ? and #: the address is kept with the run.")
  .refine((text) => !isMetadataAddress(new URL(text).hostname), METADATA_REFUSED);

/** Where the search tool looks. */
export const SearchSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("corpus"), corpusId: z.int32().positive() }),
  /** A server that answers POST {queries, topk, return_scores} */
  z.object({ kind: z.literal("retriever"), url: RetrieverUrl }),
]);
export type SearchSource = z.infer<typeof SearchSource>;

export const RolloutSettings = z
  .object({
    protocol: ToolProtocol.default("tags"),
    /** None: the model answers by itself */
    tools: z.array(ToolName).max(2).default(["calculator"]),
    search: SearchSource.nullable().default(null),
    /** Passages that one search returns */
    topk: z.int().min(1).max(50).default(3),
    systemPrompt: z.string().max(50_000).refine(isPlain, PLAIN),
    /** Trajectories a question */
    samples: z.int().min(1).max(1_000).default(5),
    /** Actions a trajectory */
    stepLimit: z.int().min(1).max(1_000),
    /** How often one and the same call may be made in a trajectory */
    sameCallLimit: z.int().min(1).max(1_000).default(2),
    temperature: z.number().min(0).max(10).default(1),
    topP: z.number().gt(0).max(1).default(1),
    topK: z.int().min(1).max(100_000).nullable().default(null),
    /** Tokens one action may take */
    maxTokens: z.int().min(1).max(1_000_000).default(1_024),
    /** Characters of one observation that the model is shown */
    observationLimit: z.int().min(100).max(10_000_000).default(8_000),
    seed: z.int().min(0).max(2_147_483_647).default(1),
  })
  .refine((settings) => !settings.tools.includes("search") || settings.search !== null, {
    error: "Choose the corpus or the retriever that the search tool looks in.",
    path: ["search"],
  });
export type RolloutSettings = z.infer<typeof RolloutSettings>;

/** Which questions of a set: those that hold the words, or a sample of them drawn from a seed. */
export const QuestionChoice = z.object({
  questionSetId: z.int32().positive(),
  /** As on the page of the set; empty for all */
  search: z.string().max(200).refine(isPlain, PLAIN).default(""),
  /** At most this many, drawn by `drawSeed`; null for all */
  limit: z.int().min(1).max(10_000_000).nullable().default(null),
  drawSeed: z.int().min(0).max(2_147_483_647).default(1),
});
export type QuestionChoice = z.infer<typeof QuestionChoice>;

/** A rollout run to start. */
export const RolloutPlan = z.object({
  name: z.string().trim().min(1, "Give the run a name.").max(200).refine(isPlain, PLAIN),
  purpose: z.enum(["generate", "eval"]).default("generate"),
  modelId: z.int32().positive(),
  questions: QuestionChoice,
  settings: RolloutSettings,
});
export type RolloutPlan = z.infer<typeof RolloutPlan>;
