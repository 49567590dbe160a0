/** A pool for tests, made by code: simulated models and judges, the same on every machine. */

import { randomFor } from "@/domain/random";
import type { StudioRecordInput } from "@/domain/studio-record";
import { solutionOf } from "./arithmetic-problem";
import { arithmeticQuestions } from "./arithmetic-questions";
import { encyclopediaArticles } from "./articles";
import { encyclopediaQuestions, subjectsOf } from "./encyclopedia-questions";
import { labelAnswer } from "./exact-match";
import { judgeCarefully, judgeLeniently } from "./judges";
import { type Article, buildSearch } from "./search";
import { arithmeticTask, encyclopediaTask, type Task } from "./simulate";
import { BASE_SKILL, LARGE_SKILL, type Skill } from "./skill";

export const SAMPLE_ARITHMETIC = "sample:arithmetic";
export const SAMPLE_ENCYCLOPEDIA = "sample:encyclopedia";
export const SAMPLE_CAREFUL_JUDGE = "sample:careful-judge";
export const SAMPLE_LENIENT_JUDGE = "sample:lenient-judge";
export const SAMPLE_LABELS = "sample:exact-match";

const SOURCE = "Swirl Studio toy pool";
const UNLABELLED = 6;
const MINUTE = 60_000;

type SampleRun = {
  key: string;
  name: string;
  model: string;
  skill: Skill;
  samples: number;
  start: string;
  pace: number;
};

/** `start` is the time of the first trajectory, `pace` the minutes between two. */
const RUNS: SampleRun[] = [
  {
    key: "sample:base",
    name: "Sample rollouts, base model",
    model: "simulated-policy-base",
    skill: BASE_SKILL,
    samples: 3,
    start: "2026-03-02T08:00:00Z",
    pace: 16,
  },
  {
    key: "sample:large",
    name: "Sample rollouts, large model",
    model: "simulated-policy-large",
    skill: LARGE_SKILL,
    samples: 2,
    start: "2026-03-05T08:00:00Z",
    pace: 24,
  },
];

/** Every record of the toy pool in the studio's own format, header first; what is referred to stands before. */
export function* toyPool(): Generator<StudioRecordInput> {
  yield { type: "swirl-studio", version: 1 };
  const articles = encyclopediaArticles();
  yield* questionSets(articles);
  yield* runs();
  yield* trajectories(tasks(articles));
}

function* questionSets(articles: Article[]): Generator<StudioRecordInput> {
  const shared = { licence: "MIT", source: SOURCE, isSample: true };
  yield { type: "corpus", key: SAMPLE_ENCYCLOPEDIA, name: "Toy encyclopedia" };
  for (const { title, text } of articles) yield { type: "passage", corpus: SAMPLE_ENCYCLOPEDIA, title, text };

  yield { type: "question-set", key: SAMPLE_ARITHMETIC, name: "Toy arithmetic", metric: "gsm8k", ...shared };
  for (const { key, problem, answer } of arithmeticQuestions()) {
    const metadata = { operations: problem.operations.length, distractor: problem.distractor.value };
    const text = problem.text;
    yield {
      type: "question",
      set: SAMPLE_ARITHMETIC,
      key,
      text,
      answers: [answer],
      solution: solutionOf(problem),
      metadata,
    };
  }

  const corpus = SAMPLE_ENCYCLOPEDIA;
  yield {
    type: "question-set",
    key: SAMPLE_ENCYCLOPEDIA,
    name: "Toy encyclopedia",
    metric: "hotpotqa",
    corpus,
    ...shared,
  };
  const byTitle = new Map(articles.map((article) => [article.title, article]));
  for (const { key, text, answers, plan } of encyclopediaQuestions()) {
    const supporting = subjectsOf(plan).flatMap((title) => byTitle.get(title) ?? []);
    const passages = supporting.map((article) => ({ title: article.title, text: article.text, supporting: true }));
    const metadata = { kind: plan.kind, hops: supporting.length };
    yield { type: "question", set: SAMPLE_ENCYCLOPEDIA, key, text, answers, metadata, passages };
  }
}

function* runs(): Generator<StudioRecordInput> {
  for (const { key, name, model, samples, start } of RUNS) {
    const settings = { samples, tokens: "words times 1.3, rounded" };
    const shared = { purpose: "generate" as const, source: SOURCE, isSample: true, settings, createdAt: start };
    yield { type: "rollout-run", key, name, model, ...shared };
  }
  const judging = { type: "judging-run" as const, version: 1, judgeKind: "model" as const, isSample: true };
  yield {
    ...judging,
    key: SAMPLE_CAREFUL_JUDGE,
    name: "Sample careful judge",
    settings: { model: "simulated-judge-careful" },
    createdAt: "2026-03-08T09:00:00Z",
  };
  yield {
    ...judging,
    key: SAMPLE_LENIENT_JUDGE,
    name: "Sample lenient judge",
    settings: { model: "simulated-judge-lenient" },
    createdAt: "2026-03-09T09:00:00Z",
  };
  yield {
    type: "labelling-run",
    key: SAMPLE_LABELS,
    version: 1,
    name: "Sample exact match",
    labellerKind: "metric",
    isSample: true,
    settings: { metric: "exact match", timedOut: UNLABELLED },
    createdAt: "2026-03-07T09:00:00Z",
  };
}

function tasks(articles: Article[]): Task[] {
  const search = buildSearch(articles);
  return [
    ...arithmeticQuestions().map((question) => arithmeticTask(SAMPLE_ARITHMETIC, question)),
    ...encyclopediaQuestions().map((question) => encyclopediaTask(SAMPLE_ENCYCLOPEDIA, question, search)),
  ];
}

function* trajectories(tasks: Task[]): Generator<StudioRecordInput> {
  const total = RUNS.reduce((sum, { samples }) => sum + samples * tasks.length, 0);
  const numbers = Array.from({ length: total }, (_, index) => index);
  const unlabelled = new Set(randomFor("unlabelled").shuffled(numbers).slice(0, UNLABELLED));
  let index = 0;
  for (const run of RUNS) {
    let time = Date.parse(run.start);
    for (const task of tasks) {
      for (let sample = 0; sample < run.samples; sample++) {
        yield trajectory(run, task, sample, new Date(time), !unlabelled.has(index));
        time += run.pace * MINUTE;
        index += 1;
      }
    }
  }
}

function trajectory(run: SampleRun, task: Task, sample: number, created: Date, isLabelled: boolean): StudioRecordInput {
  const name = `${run.key} ${task.question} ${sample}`;
  const played = task.attempt(name, run.skill);
  const tokens = (field: "promptTokens" | "completionTokens") =>
    played.steps.reduce((sum, step) => sum + (step[field] ?? 0), 0);
  const careful = judgeCarefully(played, randomFor(`careful ${name}`));
  const lenient = judgeLeniently(played, randomFor(`lenient ${name}`));
  const { outcome, reason } = labelAnswer(task.metric, played.finalAnswer, task.answers);
  return {
    type: "trajectory",
    run: run.key,
    set: task.set,
    question: task.question,
    sample,
    endState: played.endState,
    finalAnswer: played.finalAnswer,
    prompt: task.prompt,
    tools: task.tools,
    steps: played.steps,
    promptTokens: tokens("promptTokens"),
    completionTokens: tokens("completionTokens"),
    metadata: { tokens: "estimated from words" },
    createdAt: created.toISOString(),
    verdicts: [
      { run: SAMPLE_CAREFUL_JUDGE, version: 1, judgedAt: "2026-03-08T12:00:00Z", steps: careful },
      ...(lenient ? [{ run: SAMPLE_LENIENT_JUDGE, version: 1, judgedAt: "2026-03-09T12:00:00Z", steps: lenient }] : []),
    ],
    outcomes: isLabelled
      ? [{ run: SAMPLE_LABELS, version: 1, correct: outcome === "correct", reason, labelledAt: "2026-03-07T12:00:00Z" }]
      : [],
  };
}
