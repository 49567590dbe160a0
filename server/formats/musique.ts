/** MuSiQue questions: JSONL with aliases, a decomposition and paragraphs that say whether they support. */
import { answersOf, idOf, text, without } from "./fields";
import { isObject, type JsonObject, kindOf } from "./json";
import { passagesOf } from "./passages";
import { questionFormat } from "./question-format";

export const isMusique = (record: JsonObject) =>
  typeof record.question === "string" &&
  "id" in record &&
  ("question_decomposition" in record ||
    (Array.isArray(record.paragraphs) && isObject(record.paragraphs[0]) && "paragraph_text" in record.paragraphs[0]));

export const musique = questionFormat({
  name: "musique",
  title: "MuSiQue questions",
  detect: (found) => isMusique(found.record),
  set: () => ({
    key: "musique",
    name: "MuSiQue",
    metric: "musique",
    licence: "CC BY 4.0",
    source: "https://github.com/StonyBrookNLP/musique",
  }),
  parts: ["ans", "full", "train", "dev", "validation", "test"],
  toQuestion: (record) => {
    const id = idOf(record.id);
    const question = text(record.question);
    if (id === null) return `id: a text was expected, this is ${kindOf(record.id)}`;
    if (question === null) return `question: a text was expected, this is ${kindOf(record.question)}`;
    return {
      // The full set asks each question twice under one id: with and without what it takes to answer it.
      id: record.answerable === false ? `${id}:unanswerable` : id,
      text: question,
      answers: [...new Set([...answersOf(record.answer), ...answersOf(record.answer_aliases)])],
      passages: passagesOf(record.paragraphs),
      metadata: without(record, ["id", "question", "answer", "answer_aliases", "paragraphs"]),
    };
  },
});
