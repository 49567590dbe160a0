/** BeerQA questions: `{"data": [...]}` with the source of each question and its accepted answers. */
import { answersOf, idOf, text, without } from "./fields";
import { type JsonObject, kindOf } from "./json";
import { passagesOf } from "./passages";
import { questionFormat } from "./question-format";

export const isBeerQa = (record: JsonObject) =>
  typeof record.question === "string" && typeof record.src === "string" && "id" in record;

export const beerQa = questionFormat({
  name: "beerqa",
  title: "BeerQA questions",
  detect: (found) => isBeerQa(found.record),
  set: () => ({
    key: "beerqa",
    name: "BeerQA",
    metric: "beerqa",
    licence: "CC BY-SA 4.0",
    source: "https://beerqa.github.io",
  }),
  parts: ["train", "dev", "test"],
  toQuestion: (record) => {
    const id = idOf(record.id);
    const question = text(record.question);
    if (id === null) return `id: a text was expected, this is ${kindOf(record.id)}`;
    if (question === null) return `question: a text was expected, this is ${kindOf(record.question)}`;
    return {
      id,
      text: question,
      answers: answersOf(record.answers ?? record.answer),
      // The paragraphs that come along are the ones an answer takes.
      passages: passagesOf(record.context, () => true),
      metadata: without(record, ["id", "question", "answers", "answer", "context"]),
    };
  },
});
