/** One trajectory with its labels, from its number alone. */
import type { z } from "zod";
import type { Message } from "@/domain/message";
import { type Random, randomFor } from "@/domain/random";
import type { TrajectoryRecord } from "@/domain/studio-record";
import type { Step } from "@/domain/trajectory";
import { labelsOf } from "./labels";
import { placeOf, runKey, SETS, stepsOf } from "./layout";
import { answerTo, type Passages, questionKey, questionText } from "./questions";
import { phrase, prose } from "./words";

const BEGINS = Date.UTC(2026, 0, 1);
/** Between two trajectories */
const APART_MS = 5_000;
const SYSTEM = "Answer the question step by step. Use the tool you are given, and end with your final answer.";
const CHARACTERS_A_TOKEN = 4;

export type TrajectoryInput = z.input<typeof TrajectoryRecord>;

export const producedAt = (index: number): number => BEGINS + index * APART_MS;

export function trajectoryRecord(passages: Passages, index: number): TrajectoryInput {
  const { seed } = passages;
  const random = randomFor(`${seed} trajectory ${index}`);
  const place = placeOf(index);
  const set = SETS[place.set];
  if (!set) throw new RangeError(`no question set ${place.set}`);
  const numSteps = stepsOf(index, random);
  const endState = endOf(random, numSteps);
  const prompt = [
    { role: "system", content: SYSTEM },
    { role: "user", content: questionText(seed, place.question) },
  ];
  const answer = random.chance(0.5) ? answerTo(seed, place.question) : phrase(random, 2);
  const isNative = place.half === 1;
  let context = tokensOf(prompt);
  const steps: Step[] = [];
  for (let step = 0; step < numSteps; step += 1) {
    const isLast = step === numSteps - 1;
    // Agents of hundreds of steps say and see less in each.
    const thought = prose(random, numSteps > 12 ? random.int(6, 20) : random.int(15, 60));
    const taken =
      isLast && endState === "answered"
        ? { action: said(`${thought} <answer>${answer}</answer>`), observation: null }
        : isLast && endState === "no-answer"
          ? { action: said(thought), observation: null }
          : call(random, passages, { thought, tool: set.tool, isNative, id: `call_${step}`, question: place.question });
    const written = tokensOf([taken.action]);
    const counted = { promptTokens: context, completionTokens: written };
    steps.push({ ...taken, finishReason: "stop", ...counted, durationMs: random.int(200, 9_000) });
    context += written + tokensOf(taken.observation ?? []);
  }
  const total = (read: (step: Step) => number) => steps.reduce((sum, step) => sum + read(step), 0);
  return {
    type: "trajectory",
    run: runKey(place),
    set: set.key,
    question: questionKey(place),
    sample: place.sample,
    prompt,
    steps,
    endState,
    finalAnswer: endState === "answered" ? answer : null,
    ...(random.chance(0.95)
      ? {
          promptTokens: total((step) => step.promptTokens ?? 0),
          completionTokens: total((step) => step.completionTokens ?? 0),
        }
      : {}),
    createdAt: new Date(producedAt(index)).toISOString(),
    ...labelsOf(random, numSteps, producedAt(index)),
  };
}

function endOf(random: Random, numSteps: number): string {
  if (numSteps > 12) return "step-limit";
  return random.weighted([
    ["answered", 88],
    ["no-answer", 5],
    ["step-limit", 5],
    ["context-overflow", 2],
  ]);
}

const said = (content: string): Message => ({ role: "assistant", content });
const tokensOf = (messages: readonly Message[]) =>
  Math.ceil(messages.reduce((sum, { content }) => sum + String(content).length, 0) / CHARACTERS_A_TOKEN);

type Call = { thought: string; tool: "search" | "calculator"; isNative: boolean; id: string; question: number };

function call(random: Random, passages: Passages, { thought, tool, isNative, id, question }: Call) {
  const [input, result] = tool === "search" ? search(random, passages, question) : sum(random);
  if (!isNative) {
    const tag = tool === "search" ? "search_query" : "math_exp";
    const action = said(`${thought} <${tag}>${input}</${tag}>`);
    return { action, observation: [{ role: "tool", content: result }] };
  }
  const asked = JSON.stringify(tool === "search" ? { query: input } : { expression: input });
  const action: Message = {
    ...said(thought),
    tool_calls: [{ id, type: "function", function: { name: tool, arguments: asked } }],
  };
  return { action, observation: [{ role: "tool", tool_call_id: id, content: result }] };
}

function search(random: Random, passages: Passages, question: number): [string, string] {
  const { title, text } = passages.find(random, question);
  return [phrase(random, random.int(3, 8)), `${title}\n${text}`];
}

function sum(random: Random): [string, string] {
  const [a, b] = [random.int(2, 999), random.int(2, 99)];
  return [`${a} * ${b}`, String(a * b)];
}
