/** Plain question sets: `id, question, answer or answers`, and paragraphs where there are any. */
import { isBeerQa } from "./beerqa";
import { answersOf, idOf, shortHash, text, without } from "./fields";
import { isGsm8k } from "./gsm8k";
import { isHotpotQa } from "./hotpotqa";
import { isObject, type JsonObject, kindOf } from "./json";
import { isMusique } from "./musique";
import { passagesOf } from "./passages";
import { questionFormat } from "./question-format";

const ID_FIELDS = ["id", "_id", "qid", "question_id"];
const ANSWER_FIELDS = ["answers", "answer", "golden_answers", "target"];
const PASSAGE_FIELDS = ["paragraphs", "passages", "context", "contexts"];
/** Fields of records that are more than a question */
const FOREIGN_FIELDS = ["messages", "prompt", "completion", "steps", "trajectory", "eval", "type"];

const firstOf = (record: JsonObject, fields: string[]) => fields.find((field) => record[field] !== undefined);

const isSpecific = (record: JsonObject) =>
  isGsm8k(record) || isHotpotQa(record) || isMusique(record) || isBeerQa(record);

export const questions = questionFormat({
  name: "questions",
  title: "plain questions",
  detect: ({ record }) =>
    typeof record.question === "string" &&
    firstOf(record, ANSWER_FIELDS) !== undefined &&
    !isSpecific(record) &&
    !FOREIGN_FIELDS.some((field) => field in record && !(field === "type" && typeof record.type === "string")),
  set: () => ({ key: "questions" }),
  parts: [],
  toQuestion: (record) => {
    const question = text(record.question);
    if (question === null) return `question: a text was expected, this is ${kindOf(record.question)}`;
    const idField = firstOf(record, ID_FIELDS);
    const id = idField === undefined ? shortHash(question.trim()) : idOf(record[idField]);
    if (idField !== undefined && id === null)
      return `${idField}: a text or a number was expected, this is ${kindOf(record[idField])}`;
    const answerField = firstOf(record, ANSWER_FIELDS);
    if (answerField === undefined) return "it has neither `answer` nor `answers`";
    const given = record[answerField];
    const answers = answersOf(given);
    if (answers.length === 0 && !(Array.isArray(given) && given.length === 0))
      return `${answerField}: a text or a list of texts was expected, this is ${isObject(given) ? "an object" : kindOf(given)}`;
    const passageField = PASSAGE_FIELDS.find((field) => passagesOf(record[field]).length > 0);
    const used = ["question", idField, answerField, passageField].filter((field) => field !== undefined);
    return {
      id: id ?? shortHash(question.trim()),
      text: question,
      answers,
      passages: passageField === undefined ? [] : passagesOf(record[passageField]),
      metadata: without(record, used),
    };
  },
});
