/** The form of a new rollout run as it is typed, and as it is meant. */
import type { z } from "zod";
import { issueWords, readNumber } from "@/app/settings/issue-words";
import { formatCount } from "@/domain/format";
import type { KeptSettings } from "@/domain/rollout/kept";
import { RolloutPlan, type RolloutSettings, type ToolName, type ToolProtocol } from "@/domain/rollout/settings";
import { defaultStepLimit, defaultSystemPrompt } from "@/domain/rollout/system-prompt";

/** Numbers and ids are texts, as they are typed and as a select has them; null follows the other choices. */
export type Draft = {
  name: string | null;
  purpose: "generate" | "eval";
  modelId: string;
  setId: string;
  search: string;
  limit: string;
  drawSeed: string;
  samples: string;
  tools: ToolName[];
  /** The tools were chosen here, so another question set leaves them */
  hasOwnTools: boolean;
  searchIn: "corpus" | "retriever";
  corpusId: string;
  retrieverUrl: string;
  topk: string;
  stepLimit: string | null;
  protocol: ToolProtocol;
  systemPrompt: string | null;
  temperature: string;
  topP: string;
  topK: string;
  maxTokens: string;
  seed: string;
  sameCallLimit: string;
  observationLimit: string;
};
export type DraftErrors = Partial<Record<keyof Draft, string>>;

/** The draft that settings make; of an earlier run with its questions. */
export function toDraft(
  settings: RolloutSettings,
  about: Pick<Draft, "name" | "modelId" | "setId" | "purpose"> & { questions?: KeptSettings["questions"] },
): Draft {
  const { questions, ...chosen } = about;
  const { search, tools, protocol, stepLimit } = settings;
  const isUsualLimit = stepLimit === defaultStepLimit(tools);
  return {
    ...chosen,
    search: questions?.search ?? "",
    limit: questions?.limit ? String(questions.limit) : "",
    drawSeed: String(questions?.drawSeed ?? 1),
    samples: String(settings.samples),
    tools: [...tools],
    hasOwnTools: questions !== undefined,
    searchIn: search?.kind ?? "corpus",
    corpusId: search?.kind === "corpus" ? String(search.corpusId) : "",
    retrieverUrl: search?.kind === "retriever" ? search.url : "",
    topk: String(settings.topk),
    stepLimit: isUsualLimit ? null : String(stepLimit),
    protocol,
    systemPrompt:
      settings.systemPrompt === defaultSystemPrompt({ protocol, tools, stepLimit }) ? null : settings.systemPrompt,
    temperature: String(settings.temperature),
    topP: String(settings.topP),
    topK: settings.topK === null ? "" : String(settings.topK),
    maxTokens: String(settings.maxTokens),
    seed: String(settings.seed),
    sameCallLimit: String(settings.sameCallLimit),
    observationLimit: String(settings.observationLimit),
  };
}

/** "8,000 characters"; what is no number stands as it was typed. */
export function counted(typed: string, one: string): string {
  const number = readNumber(typed);
  return Number.isFinite(number) ? formatCount(number, one) : `${typed.trim() || "?"} ${one}s`;
}

export const stepLimitOf = (draft: Draft) => draft.stepLimit ?? String(defaultStepLimit(draft.tools));

export function systemPromptOf(draft: Draft): string {
  const { protocol, tools } = draft;
  return (
    draft.systemPrompt ??
    defaultSystemPrompt({ protocol, tools, stepLimit: Math.max(1, readNumber(stepLimitOf(draft)) || 1) })
  );
}

/** What the draft asks for, or what is wrong with each field. `suggestedName` is used where no name was typed. */
export function readDraft(draft: Draft, suggestedName: string): { plan: RolloutPlan } | { errors: DraftErrors } {
  const { data, error } = RolloutPlan.safeParse({
    name: draft.name ?? suggestedName,
    purpose: draft.purpose,
    modelId: readNumber(draft.modelId),
    ...askedOf(draft),
  });
  return data ? { plan: data } : { errors: draftErrors(draft, error) };
}

/** The draft's questions and settings, not yet parsed. */
export function askedOf(draft: Draft) {
  const usesSearch = draft.tools.includes("search");
  return {
    questions: {
      questionSetId: readNumber(draft.setId),
      search: draft.search.trim(),
      limit: draft.limit.trim() === "" ? null : readNumber(draft.limit),
      drawSeed: readNumber(draft.drawSeed),
    },
    settings: {
      protocol: draft.protocol,
      tools: draft.tools,
      search: usesSearch ? searchOf(draft) : null,
      topk: readNumber(draft.topk),
      systemPrompt: systemPromptOf(draft),
      samples: readNumber(draft.samples),
      stepLimit: readNumber(stepLimitOf(draft)),
      sameCallLimit: readNumber(draft.sameCallLimit),
      temperature: readNumber(draft.temperature),
      topP: readNumber(draft.topP),
      topK: draft.topK.trim() === "" ? null : readNumber(draft.topK),
      maxTokens: readNumber(draft.maxTokens),
      observationLimit: readNumber(draft.observationLimit),
      seed: readNumber(draft.seed),
    },
  };
}

/** What is wrong with each field, of a schema whose parts are those of a rollout plan. */
export function draftErrors(draft: Draft, error: z.core.$ZodError): DraftErrors {
  const errors: DraftErrors = {};
  for (const issue of error.issues) {
    const field = fieldOf(issue.path.map(String), draft);
    errors[field] ??= inWords(field, issue);
  }
  return errors;
}

function searchOf({ searchIn, corpusId, retrieverUrl }: Draft) {
  return searchIn === "retriever"
    ? { kind: "retriever", url: retrieverUrl.trim() }
    : { kind: "corpus", corpusId: readNumber(corpusId) };
}

function fieldOf([head = "", second = "", third = ""]: string[], draft: Draft): keyof Draft {
  if (head === "questions") return second === "questionSetId" ? "setId" : (second as keyof Draft);
  if (head !== "settings") return head as keyof Draft;
  if (second !== "search") return second as keyof Draft;
  return third === "url" || draft.searchIn === "retriever" ? "retrieverUrl" : "corpusId";
}

const CHOICES: DraftErrors = {
  modelId: "Choose a model that an endpoint serves.",
  setId: "Choose a question set.",
  corpusId: "Choose a corpus, or a retriever.",
};

function inWords(field: keyof Draft, issue: z.core.$ZodIssue): string {
  const choice = CHOICES[field];
  if (choice) return choice;
  return issueWords(issue);
}
