/** AgentProcessBench trajectories: tool-use conversations with human labels on each assistant message. */
import type { StudioRecordInput } from "@/domain/studio-record";
import { episodeFromMessages } from "@/domain/trajectory";
import type { Verdict } from "@/domain/verdict";
import { Declarations } from "./declarations";
import {
  answersOf,
  endStateOf,
  finalAnswerOf,
  idOf,
  isAnswers,
  keyPart,
  messagesOf,
  nameOf,
  ratingOf,
  sampleOf,
  stepNumbers,
  text,
  toolsOf,
  without,
} from "./fields";
import type { Format } from "./format";
import { isObject, type JsonObject, kindOf } from "./json";
import { mapRecords, type Records } from "./records";
import { sniff } from "./sniff";

const READ = [
  "query_index",
  "sample_index",
  "question",
  "data_source",
  "answer_text",
  "messages",
  "step_labels",
  "final_label",
];

export const isAgentProcessBench = (record: JsonObject) => "query_index" in record && "sample_index" in record;

export const agentProcessBench: Format = {
  name: "agentprocessbench",
  title: "AgentProcessBench trajectories",
  detect: (head) => {
    const found = sniff(head.bytes);
    return found !== null && isAgentProcessBench(found.record) && Array.isArray(found.record.messages);
  },
  read: (source) => {
    const declarations = new Declarations();
    return mapRecords(source, (record) => toRecords(record, declarations));
  },
};

/** Which trajectory a line is about, in trajectory files and judge files alike; or why that cannot be told. */
export function referenceOf(record: JsonObject) {
  const source = text(record.data_source) || "unnamed";
  const key = `agentprocessbench:${keyPart(source)}`;
  const question = idOf(record.query_index);
  const sample = sampleOf(record.sample_index);
  if (question === null) return `query_index: a number was expected, this is ${kindOf(record.query_index)}`;
  if (sample === null) return `sample_index: a whole number was expected, this is ${kindOf(record.sample_index)}`;
  return { source, key, question, sample };
}

/** Labels by the index of the message they are on, or what is wrong with them. None where the field is missing. */
export function labelsOf(labels: unknown): { messageIndex: number; label: unknown }[] | string {
  if (labels === undefined || labels === null) return [];
  if (!isObject(labels)) return `step_labels: an object was expected, this is ${kindOf(labels)}`;
  const bad = Object.keys(labels).find((key) => !/^\d{1,9}$/.test(key));
  if (bad !== undefined) return `step_labels: ${JSON.stringify(bad.slice(0, 40))} is not the index of a message`;
  return Object.entries(labels).map(([key, label]) => ({ messageIndex: Number(key), label }));
}

function toRecords(record: JsonObject, declarations: Declarations): Records | string {
  const reference = referenceOf(record);
  if (typeof reference === "string") return reference;
  const messages = messagesOf(record.messages);
  if (typeof messages === "string") return messages;
  const labels = labelsOf(record.step_labels);
  if (typeof labels === "string") return labels;
  const stepOf = stepNumbers(messages);
  const verdicts: Verdict[] = [];
  for (const { messageIndex, label } of labels) {
    const step = stepOf.get(messageIndex);
    if (step === undefined) return `step_labels: message ${messageIndex} is not an assistant message`;
    verdicts.push({ step, ...ratingOf(label) });
  }

  const { key, question, sample, source } = reference;
  const { prompt, steps } = episodeFromMessages(messages);
  const human = `${key}:human`;
  const finalLabel = `${key}:final_label`;
  const isLabelled = record.final_label === 1 || record.final_label === -1;
  const tools = toolsOf(record.tools);
  const truth = record.ground_truth;
  const target = isObject(truth) ? truth.target : truth;
  const isTruthRead = isAnswers(target) && (!isObject(truth) || Object.keys(truth).length === 1);
  const asked = prompt.findLast((message) => message.role === "user")?.content;
  const declared: StudioRecordInput[] = [
    { type: "question-set", key, name: nameOf(`AgentProcessBench ${source}`), source: "AgentProcessBench" },
    { type: "rollout-run", key, name: nameOf(`AgentProcessBench ${source}`), source: "AgentProcessBench" },
    { type: "judging-run", key: human, name: "human", judgeKind: "human" },
    { type: "labelling-run", key: finalLabel, name: "final_label", labellerKind: "import" },
  ];
  return [
    ...declarations.fresh(...declared),
    {
      type: "question",
      set: key,
      key: question,
      text: text(record.question) ?? text(asked) ?? "",
      answers: answersOf(target),
    },
    {
      type: "trajectory",
      run: key,
      set: key,
      question,
      sample,
      endState: endStateOf(steps),
      finalAnswer: text(record.answer_text) || finalAnswerOf(steps),
      prompt,
      tools,
      steps,
      // What the reference holds beside accepted answers stays in the metadata.
      metadata: without(record, [...READ, ...(tools ? ["tools"] : []), ...(isTruthRead ? ["ground_truth"] : [])]),
      verdicts: verdicts.length === 0 ? [] : [{ run: human, steps: verdicts }],
      outcomes: isLabelled ? [{ run: finalLabel, correct: record.final_label === 1 }] : [],
    },
  ];
}
