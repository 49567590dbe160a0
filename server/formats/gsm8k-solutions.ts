/** GSM8K's example_model_solutions: for each question several models' solutions with inline calculator calls. */
import { inlineResults } from "@/domain/action";
import type { StudioRecordInput } from "@/domain/studio-record";
import type { Step } from "@/domain/trajectory";
import { Declarations } from "./declarations";
import { keyPart, nameOf, text } from "./fields";
import type { Format } from "./format";
import { gsm8kKey, gsm8kNumber, gsm8kSet } from "./gsm8k";
import { isObject, type JsonObject, kindOf } from "./json";
import { mapRecords, type Records } from "./records";
import { sniff } from "./sniff";

const LABELS = "gsm8k-solutions:is_correct";
const FINAL_LINE = /^A:\s*(.*)$/;

export const gsm8kSolutions: Format = {
  name: "gsm8k-solutions",
  title: "GSM8K model solutions",
  detect: (head) => {
    const record = sniff(head.bytes)?.record;
    return !!record && typeof record.question === "string" && Object.values(record).some(isSolution);
  },
  read: (source) => {
    const declarations = new Declarations();
    return mapRecords(source, (record) => toRecords(record, declarations));
  },
};

const isSolution = (value: unknown): value is { is_correct: boolean; solution: string } =>
  isObject(value) && typeof value.is_correct === "boolean" && typeof value.solution === "string";

function toRecords(record: JsonObject, declarations: Declarations): Records | string {
  const question = text(record.question);
  if (question === null) return `question: a text was expected, this is ${kindOf(record.question)}`;
  const models = Object.entries(record).filter(([name]) => name !== "question" && name !== "ground_truth");
  if (models.length === 0) return "there is no model's solution";
  const set = gsm8kSet("test");
  const key = gsm8kKey(question);
  const truth = text(record.ground_truth);
  const accepted = truth === null ? null : answerIn(truth);
  const records: Records = [
    ...declarations.fresh(set, {
      type: "labelling-run",
      key: LABELS,
      name: "is_correct",
      labellerKind: "import",
    }),
    {
      type: "question",
      set: set.key,
      key,
      text: question,
      answers: accepted === null ? [] : [gsm8kNumber(accepted)],
      // As the questions' own file writes it
      solution: truth?.replace(/(^|\n)A: ([^\n]*)$/, "$1#### $2"),
    },
  ];
  for (const [model, value] of models) {
    if (!isSolution(value)) return `${JSON.stringify(model.slice(0, 40))}: {"is_correct", "solution"} was expected`;
    records.push(...toTrajectory({ question, key, set: set.key, model, ...value }, declarations));
  }
  return records;
}

function toTrajectory(
  solution: { question: string; key: string; set: string; model: string; is_correct: boolean; solution: string },
  declarations: Declarations,
): StudioRecordInput[] {
  const { model } = solution;
  const run = `gsm8k-solutions:${keyPart(model)}`;
  const finalAnswer = answerIn(solution.solution);
  return [
    ...declarations.fresh({
      type: "rollout-run",
      key: run,
      name: nameOf(`GSM8K solutions ${model}`),
      model: nameOf(model),
      source: "GSM8K example_model_solutions",
    }),
    {
      type: "trajectory",
      run,
      set: solution.set,
      question: solution.key,
      endState: finalAnswer === null ? "no-answer" : "answered",
      finalAnswer,
      prompt: [{ role: "user", content: solution.question }],
      steps: stepsOf(solution.solution),
      outcomes: [{ run: LABELS, correct: solution.is_correct }],
    },
  ];
}

/** Each line a step; its calculator results are what it was shown. */
function stepsOf(solution: string): Step[] {
  return linesOf(solution).map((content) => {
    const results = inlineResults(content);
    return {
      action: { role: "assistant", content },
      observation: results.length === 0 ? null : [{ role: "tool", name: "calculator", content: results.join("\n") }],
    };
  });
}

const linesOf = (solution: string) => solution.split("\n").filter((line) => line.trim() !== "");

function answerIn(solution: string): string | null {
  const line = linesOf(solution).findLast((candidate) => FINAL_LINE.test(candidate));
  return line === undefined ? null : (FINAL_LINE.exec(line)?.[1]?.trim() ?? null);
}
