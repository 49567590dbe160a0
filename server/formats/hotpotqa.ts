/** HotpotQA questions: a JSON list with `_id`, `context` and `supporting_facts`; 2WikiMultihopQA shares its form. */
import { answersOf, idOf, text, without } from "./fields";
import { isObject, type JsonObject, kindOf } from "./json";
import { passagesOf } from "./passages";
import { questionFormat } from "./question-format";

export const isHotpotQa = (record: JsonObject) =>
  typeof record.question === "string" &&
  ("_id" in record || "id" in record) &&
  ("supporting_facts" in record || ("_id" in record && isPairList(record.context))) &&
  !("paragraphs" in record) &&
  !("src" in record);

const isPairList = (context: unknown) =>
  Array.isArray(context) && Array.isArray(context[0]) && Array.isArray(context[0][1]);

export const hotpotQa = questionFormat({
  name: "hotpotqa",
  title: "HotpotQA questions",
  detect: (found) => isHotpotQa(found.record),
  set: (first) =>
    "evidences" in first
      ? { key: "2wikimultihopqa", name: "2WikiMultihopQA", metric: "hotpotqa", licence: "Apache-2.0" }
      : {
          key: "hotpotqa",
          name: "HotpotQA",
          metric: "hotpotqa",
          licence: "CC BY-SA 4.0",
          source: "https://hotpotqa.github.io",
        },
  parts: ["train", "dev", "validation", "test", "distractor", "fullwiki"],
  toQuestion: (record) => {
    const id = idOf(record._id ?? record.id);
    const question = text(record.question);
    if (id === null) return `_id: a text was expected, this is ${kindOf(record._id ?? record.id)}`;
    if (question === null) return `question: a text was expected, this is ${kindOf(record.question)}`;
    const supporting = supportingTitles(record.supporting_facts);
    return {
      id,
      text: question,
      answers: answersOf(record.answer),
      passages: passagesOf(record.context, (title) => supporting.has(title)),
      metadata: without(record, ["_id", "id", "question", "answer", "context"]),
    };
  },
});

/** Titles in `[[title, sentence]]`, or in `{title: [], sent_id: []}` as other libraries write it. */
function supportingTitles(facts: unknown): Set<unknown> {
  if (isObject(facts) && Array.isArray(facts.title)) return new Set(facts.title);
  return new Set(Array.isArray(facts) ? facts.map((fact) => (Array.isArray(fact) ? fact[0] : undefined)) : []);
}
