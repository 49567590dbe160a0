/** GSM8K questions, as published: `question` and `answer` that ends in `#### N`. */
import type { StudioRecordInput } from "@/domain/studio-record";
import { Declarations } from "./declarations";
import { shortHash, text, without } from "./fields";
import type { Format } from "./format";
import { type JsonObject, kindOf } from "./json";
import { mapRecords, type Records } from "./records";
import { sniff } from "./sniff";

/** The pattern of the official script. */
const ANSWER = /#### (-?[0-9.,]+)/;

export const gsm8k: Format = {
  name: "gsm8k",
  title: "GSM8K questions",
  detect: (head) => {
    const found = sniff(head.bytes);
    return found !== null && found.container !== "data" && isGsm8k(found.record);
  },
  read: (source) => {
    const split = /train/i.test(source.fileName) ? "train" : "test";
    const declarations = new Declarations();
    return mapRecords(source, (record) => toRecords(record, split, declarations));
  },
};

export const isGsm8k = (record: JsonObject) =>
  typeof record.question === "string" && typeof record.answer === "string" && ANSWER.test(record.answer);

export const gsm8kSet = (split: "train" | "test"): StudioRecordInput & { key: string } => ({
  type: "question-set",
  key: `gsm8k:${split}`,
  name: `GSM8K ${split}`,
  metric: "gsm8k",
  licence: "MIT",
  source: "https://github.com/openai/grade-school-math",
});

/** GSM8K has no ids: a question goes by its words. */
export const gsm8kKey = (question: string) => shortHash(question.trim());

/** A number as GSM8K compares it. */
export const gsm8kNumber = (written: string) => written.replaceAll(",", "");

function toRecords(record: JsonObject, split: "train" | "test", declarations: Declarations): Records | string {
  const question = text(record.question);
  const solution = text(record.answer);
  if (question === null) return `question: a text was expected, this is ${kindOf(record.question)}`;
  if (solution === null) return `answer: a text was expected, this is ${kindOf(record.answer)}`;
  const number = ANSWER.exec(solution)?.[1];
  if (number === undefined) return 'answer: it does not end in "#### " and a number';
  const set = gsm8kSet(split);
  return [
    ...declarations.fresh(set),
    {
      type: "question",
      set: set.key,
      key: gsm8kKey(question),
      text: question,
      answers: [gsm8kNumber(number)],
      solution,
      metadata: without(record, ["question", "answer"]),
    },
  ];
}
