/** The simulated policy on the toy encyclopedia: one storyline for each manner of success and failure. */

import type { Random } from "@/domain/random";
import { comparisonPolicy } from "./comparison-policy";
import * as mistakes from "./encyclopedia-mistakes";
import { type EncyclopediaQuestion, subjectsOf } from "./encyclopedia-questions";
import * as read from "./encyclopedia-reader";
import { type Policy, sound, unsound } from "./play";
import type { Hit } from "./search";
import type { Manner } from "./skill";
import { WORLD } from "./world";

type Storyline = (reader: read.Reader) => Policy<Hit[]>;

export function encyclopediaPolicy(question: EncyclopediaQuestion, manner: Manner, random: Random): Policy<Hit[]> {
  if (question.plan.kind === "comparison") return comparisonPolicy(question.plan, manner, random);
  return STORYLINES[manner](read.startReading(question, question.plan, random));
}

const STORYLINES: Record<Manner, Storyline> = {
  *sound(reader) {
    if (reader.random.chance(0.2)) yield* read.searchWholeQuestion(reader);
    yield* read.readUpTo(reader);
    yield* read.answerOwn(reader);
  },

  *"sound-odd"(reader) {
    yield* read.readUpTo(reader);
    const answer = elaborate(reader.at, reader.chain.relations.at(-1) === "length");
    const thought = read.joinAsides(reader.aside, `The answer is ${answer}.`);
    yield { kind: "answer", thought, answer, truth: sound(`"${answer}" is what the passages found say.`) };
  },

  *detour(reader) {
    const last = reader.chain.relations.length - 1;
    yield* read.readUpTo(reader, reader.random.int(0, last));
    if (reader.hop > 0 && reader.random.chance(0.5)) yield* mistakes.repeatSearch(reader);
    else yield* mistakes.searchVaguely(reader);
    yield* read.readUpTo(reader);
    yield* read.answerOwn(reader);
  },

  *lucky(reader) {
    yield* read.readUpTo(reader, reader.random.int(0, reader.chain.relations.length - 1));
    if (isAllShown(reader)) {
      // With every passage on the screen the right answer is no luck; a needless search is a fault all the same.
      yield* mistakes.repeatSearch(reader);
      yield* read.readUpTo(reader);
      yield* read.answerOwn(reader);
    } else yield* mistakes.guess(reader, true);
  },

  *wrong(reader) {
    const last = reader.chain.relations.length - 1;
    const mistake = reader.random.weighted(MISTAKES);
    if (mistake === "guess" || mistake === "too-early") {
      yield* read.readUpTo(reader, mistake === "guess" ? reader.random.int(0, last) : last);
      yield* mistake === "guess" ? mistakes.guess(reader, false) : mistakes.answerTooEarly(reader);
      return;
    }
    yield* read.readUpTo(reader, reader.random.int(0, last));
    yield* mistake === "wrong-passage" ? mistakes.readWrongPassage(reader) : mistakes.trustVagueResult(reader);
    yield* read.readUpTo(reader);
    yield* read.answerOwn(reader);
  },

  *unfinished(reader) {
    const { random } = reader;
    yield* read.readUpTo(reader, random.int(1, reader.chain.relations.length - 1));
    if (random.chance(0.55)) {
      const isRepeating = random.chance(0.5);
      for (;;) yield* isRepeating ? mistakes.repeatSearch(reader) : mistakes.searchVaguely(reader);
    }
    const missing = read.wanted(reader);
    const thought = random.pick([
      `I could not find ${missing}, so I cannot answer the question.`,
      `The encyclopedia does not seem to say anything about ${missing}.`,
    ]);
    const blame = reader.seen.has(reader.at)
      ? `Gives up although the passage about ${reader.at}, which tells ${missing}, is among the results.`
      : `Gives up although ${missing} was never searched for.`;
    yield { kind: "stop", thought: read.joinAsides(reader.aside, thought), truth: unsound(blame) };
  },
};

const MISTAKES = [
  ["wrong-passage", 4],
  ["vague", 2.5],
  ["guess", 2.5],
  ["too-early", 1.5],
] as const;

/** Whether the results so far hold every passage that the rest of the chain needs. */
function isAllShown(reader: read.Reader): boolean {
  return subjectsOf(reader.chain)
    .slice(reader.hop)
    .every((subject) => reader.seen.has(subject));
}

/** The answer in more words than an exact match accepts. */
function elaborate(answer: string, isLength: boolean): string {
  if (isLength) return `about ${answer} kilometres`;
  if (/^\d+$/.test(answer)) return `in the year ${answer}`;
  const entity = WORLD.find(({ name }) => name === answer);
  if (entity === undefined) return `somewhere in ${answer}`;
  switch (entity.kind) {
    case "town":
      return `the town of ${answer}`;
    case "province":
      return `the province of ${answer}`;
    case "person":
      return `the ${entity.facts.trade} ${answer}`;
    default:
      return `${answer}, a ${entity.kind}`;
  }
}
