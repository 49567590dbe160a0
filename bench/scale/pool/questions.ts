/** Questions and the passages that they share; each is made from its number alone, so that none is kept. */
import { type Random, randomFor } from "@/domain/random";
import type { StudioRecordInput } from "@/domain/studio-record";
import { type Place, SETS } from "./layout";
import { phrase, prose } from "./words";

/** Every question lists so many passages. */
const LISTED = 2;
const WORDS_A_PASSAGE = [45, 110] as const;

export type Passage = { title: string; text: string };

/** At most so many passages are kept in memory; the others are made again when they are asked for. */
const KEPT = 60_000;

/** The passages of a pool, by number. */
export class Passages {
  private readonly kept = new Map<number, Passage>();

  constructor(
    readonly seed: string,
    readonly count: number,
  ) {}

  at(number: number): Passage {
    const known = this.kept.get(number);
    if (known) return known;
    const random = randomFor(`${this.seed} passage ${number}`);
    const passage = { title: phrase(random, 3), text: prose(random, random.int(...WORDS_A_PASSAGE)) };
    if (this.kept.size < KEPT) this.kept.set(number, passage);
    return passage;
  }

  /** Numbers of the passages that a question lists; the first ones are listed by many. */
  of(question: number): number[] {
    const random = randomFor(`${this.seed} passages of ${question}`);
    return Array.from({ length: LISTED }, () => Math.floor(random.next() ** 2 * this.count));
  }

  /** What a search for a question's sake returns: mostly one of its own, as for its other samples. */
  find(random: Random, question: number): Passage {
    return this.at(random.chance(0.8) ? random.pick(this.of(question)) : random.int(0, this.count - 1));
  }
}

/** How many passages a pool shares. */
export const passageCount = (trajectories: number) => Math.max(8, Math.ceil(trajectories / 20));

export const questionKey = ({ question }: Pick<Place, "question">) => `q${question}`;

export function questionText(seed: string, question: number): string {
  const random = randomFor(`${seed} question ${question}`);
  return `Which ${phrase(random, random.int(8, 24))}?`;
}

export function answerTo(seed: string, question: number): string {
  return phrase(randomFor(`${seed} answer ${question}`), 2);
}

export function questionRecord(passages: Passages, place: Place): StudioRecordInput & { type: "question" } {
  const { question } = place;
  const { seed } = passages;
  return {
    type: "question",
    set: SETS[place.set]?.key ?? "",
    key: questionKey(place),
    text: questionText(seed, question),
    answers: [answerTo(seed, question)],
    passages: [...new Set(passages.of(question))].map((number) => ({ ...passages.at(number), supporting: true })),
  };
}
