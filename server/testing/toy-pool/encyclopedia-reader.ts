/** The simulated policy on its way along a chain of articles: what it has found, and its single moves. */

import type { Random } from "@/domain/random";
import { capitalise } from "./capitalise";
import { answerTo, type Chain, type EncyclopediaQuestion } from "./encyclopedia-questions";
import { type Move, neutral, type Policy, sound, unsound } from "./play";
import { type AskedRelation, inText, knows, WORDINGS } from "./relations";
import type { Hit } from "./search";
import { fact } from "./world";

export type Reader = {
  question: EncyclopediaQuestion;
  chain: Chain;
  random: Random;
  /** How many relations of the chain it has followed */
  hop: number;
  /** The entity it stands at */
  at: string;
  /** What went wrong earlier and was not made good, as a clause; the answer rests on it */
  fault: string | null;
  /** What is wrong with the claim that the next thought makes */
  blame: string | null;
  /** Said at the start of the next thought */
  aside: string;
  lastQuery: string;
  /** Titles of all passages it has been shown */
  seen: Set<string>;
};

export function startReading(question: EncyclopediaQuestion, chain: Chain, random: Random): Reader {
  const fresh = {
    hop: 0,
    at: chain.subject,
    fault: null,
    blame: null,
    aside: "",
    lastQuery: "",
    seen: new Set<string>(),
  };
  return { question, chain, random, ...fresh };
}

export function nextRelation(reader: Reader): AskedRelation {
  const relation = reader.chain.relations[reader.hop];
  if (relation === undefined) throw new RangeError("the chain has no further relation");
  return relation;
}

/** What the next search is for: "the birthplace of Edda Marsh". */
export function wanted(reader: Reader): string {
  return WORDINGS[nextRelation(reader)].noun(reader.at);
}

/** Searches until the article of the entity it stands at is found. Leaves the reader there, the article read. */
export function* find(reader: Reader): Policy<Hit[]> {
  for (let attempt = 0; ; attempt++) {
    const hits = yield* searchOnce(reader, attempt);
    if (holds(hits, reader.at)) return;
    reader.aside = `The results say nothing about ${inText(reader.at)}.`;
  }
}

/** One search for the next relation; now and then with a slip of the pen in the name. */
export function* searchOnce(reader: Reader, attempt = 0): Generator<Move, Hit[], Hit[][]> {
  const { random, at, blame } = reader;
  const query = attempt === 0 ? random.pick(WORDINGS[nextRelation(reader)].queries(at)) : `${at} encyclopedia article`;
  const isMisspelt = attempt === 0 && blame === null && query.includes(at) && random.chance(0.07);
  const written = isMisspelt ? query.replace(at, misspell(at)) : query;
  const why = `The right thing to look for, but the name is misspelt: it should be ${at}.`;
  const truth = blame ? unsound(blame) : isMisspelt ? neutral(why) : sound(praise(reader, query));
  const hits = yield* search(reader, searchThought(reader), written, truth);
  reader.blame = null;
  return hits;
}

/** Takes the question itself as the query; it often finds the first article, and sometimes does not. */
export function* searchWholeQuestion(reader: Reader): Policy<Hit[]> {
  const thought = reader.random.pick(["Let me search for the question as it stands.", ""]);
  const why =
    "Searches for the whole question at once. It may help as a start, but the links have to be found one by one.";
  const hits = yield* search(reader, thought, reader.question.text, neutral(why));
  if (holds(hits, reader.at)) follow(reader, fact(reader.at, nextRelation(reader)));
  else reader.aside = "That is not specific enough.";
}

/** Calls the search tool and keeps in mind what it showed. */
export function* search(
  reader: Reader,
  thought: string,
  query: string,
  truth: Move["truth"],
): Generator<Move, Hit[], Hit[][]> {
  reader.lastQuery = query;
  reader.aside = "";
  const [hits = []] = yield { kind: "call", thought, inputs: [query], truth };
  for (const { article } of hits) reader.seen.add(article.title);
  return hits;
}

/** Follows the next relation to `value`, and says so in the next thought. */
export function follow(reader: Reader, value: string): void {
  const statement = capitalise(WORDINGS[nextRelation(reader)].states(reader.at, value));
  reader.aside = reader.aside.startsWith("The results") ? `${statement}.` : joinAsides(reader.aside, `${statement}.`);
  reader.at = value;
  reader.hop += 1;
}

/** Finds and follows, as it should be, until `hop` relations are behind it; sometimes without a search it can spare. */
export function* readUpTo(reader: Reader, hop = reader.chain.relations.length): Policy<Hit[]> {
  while (reader.hop < hop) {
    const isAtHand = reader.seen.has(reader.at);
    if (!isAtHand || !reader.random.chance(0.35)) yield* find(reader);
    follow(reader, fact(reader.at, nextRelation(reader)));
  }
}

/** Answers with where it has come to. */
export function* answerOwn(reader: Reader): Policy<Hit[]> {
  const answer = reader.at;
  const why = reader.blame ?? (reader.fault && `The answer ${answer} rests on an earlier mistake: ${reader.fault}.`);
  const truth = why ? unsound(why) : sound(`The passages found say so: the answer is ${answer}.`);
  const lead = reader.random.pick(["So the answer is", "The answer is", "That makes the answer"]);
  yield { kind: "answer", thought: joinAsides(reader.aside, `${lead} ${answer}.`), answer, truth };
}

export function holds(hits: readonly Hit[], title: string): boolean {
  return hits.some(({ article }) => article.title === title);
}

/** Whether the entity is one that the next relation leads on from. */
export function canFollow(reader: Reader, name: string): boolean {
  return name !== reader.at && knows(name, nextRelation(reader));
}

export function rightAnswer(reader: Reader): string {
  return answerTo(reader.chain);
}

export function joinAsides(...parts: string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

function praise(reader: Reader, query: string): string {
  if (reader.fault)
    return `Looks for ${wanted(reader)}, which fits what the policy believes; the step adds no error of its own.`;
  return reader.random.pick([
    `Looks for ${wanted(reader)}, the next link the question needs.`,
    `"${query}" is specific and asks for exactly what is missing.`,
    `A sensible search: ${wanted(reader)} has to be known before the question can be answered.`,
  ]);
}

function searchThought(reader: Reader): string {
  const { random, aside, blame } = reader;
  if (aside === "" && random.chance(0.3)) return "";
  if (aside !== "" && blame === null && random.chance(0.12)) return "";
  const noun = wanted(reader);
  if (reader.hop === 0 && aside === "")
    return random.pick([
      `I need to find ${noun} first.`,
      `The question starts from ${inText(reader.at)}, so I look that up.`,
      `Let me look for ${noun}.`,
      `To answer this I have to know ${noun}.`,
    ]);
  return joinAsides(
    aside,
    random.pick([`Next I need ${noun}.`, `Now I look for ${noun}.`, `The next thing to find is ${noun}.`]),
  );
}

/** The name without one letter of its longest word. */
function misspell(name: string): string {
  const longest = name.split(" ").reduce((a, b) => (b.length > a.length ? b : a));
  const at = Math.floor(longest.length * 0.6);
  return name.replace(longest, longest.slice(0, at) + longest.slice(at + 1));
}
