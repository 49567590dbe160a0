/** The mistakes of the simulated policy on the toy encyclopedia. */
import * as read from "./encyclopedia-reader";
import { type Policy, unsound } from "./play";
import { inText, WORDINGS } from "./relations";
import type { Hit } from "./search";
import { fact, WORLD } from "./world";

type Mistake = (reader: read.Reader) => Policy<Hit[]>;

/**
 * Takes what the results say of something else for what they say of the entity it looks for, as soon as the results
 * hold such a thing. Guesses where they never do.
 */
export const readWrongPassage: Mistake = function* (reader) {
  const hits = yield* read.searchOnce(reader);
  const relation = read.nextRelation(reader);
  const [subject, right] = [reader.at, fact(reader.at, relation)];
  const others = hits.map(({ article }) => article.title).filter((title) => read.canFollow(reader, title));
  const other = others.find((title) => fact(title, relation) !== right);
  if (other !== undefined) {
    const value = fact(other, relation);
    read.follow(reader, value);
    const claim = WORDINGS[relation].states(subject, value);
    reader.fault = `it took ${value} from the passage about ${inText(other)}`;
    reader.blame = `Says that ${claim}, but the results say so of ${inText(other)}, not of ${inText(subject)}.`;
    return;
  }
  if (reader.hop === reader.chain.relations.length - 1 || !reader.seen.has(subject)) {
    yield* guess(reader, false);
    return;
  }
  read.follow(reader, right);
  yield* readWrongPassage(reader);
};

/** Searches for nothing in particular. Returns with nothing found. */
export const searchVaguely: Mistake = function* (reader) {
  const { random, aside } = reader;
  const query = vagueQuery(reader);
  const thought = random.pick(["Let me search for some background.", "I will start with something broader.", ""]);
  const blame = `"${query}" does not name ${inText(reader.at)}, so it is left to chance whether it finds ${read.wanted(reader)}.`;
  const hits = yield* read.search(reader, read.joinAsides(aside, thought), query, unsound(blame));
  const general = ["These results are too general.", "That did not help.", "None of these passages is to the point."];
  const remark = hits.length === 0 ? "Nothing came up." : random.pick(general);
  reader.aside = read.holds(hits, reader.at) ? "" : remark;
};

/** Searches vaguely and takes what the best result says. */
export const trustVagueResult: Mistake = function* (reader) {
  const relation = read.nextRelation(reader);
  const query = vagueQuery(reader);
  const blame = `"${query}" does not name ${inText(reader.at)}; what it finds need not be about ${inText(reader.at)} at all.`;
  const hits = yield* read.search(reader, reader.aside, query, unsound(blame));
  const other = hits.find(({ article }) => read.canFollow(reader, article.title))?.article.title;
  if (other === undefined || fact(other, relation) === fact(reader.at, relation)) {
    yield* guess(reader, false);
    return;
  }
  const [subject, value] = [reader.at, fact(other, relation)];
  read.follow(reader, value);
  reader.fault = `it took ${value} from the passage about ${inText(other)}`;
  reader.blame = `Takes ${value} from the passage about ${inText(other)}, which says nothing of the kind about ${inText(subject)}.`;
};

/** Sends the last query again. */
export const repeatSearch: Mistake = function* (reader) {
  const { random, aside, lastQuery } = reader;
  const thought = random.pick([
    "Let me run this search again.",
    "I should check that once more.",
    "Perhaps another look at the results helps.",
    "",
  ]);
  const blame = random.pick([
    `Repeats the query "${lastQuery}" word for word; the results cannot be any different.`,
    "The same search as in the step before, although its results are already there.",
  ]);
  yield* read.search(reader, thought, lastQuery, unsound(blame));
  reader.aside = aside;
};

function vagueQuery(reader: read.Reader): string {
  const { vague } = WORDINGS[read.nextRelation(reader)];
  return vague + reader.random.pick(["", "", " history", " overview", " list"]);
}

/** Jumps over what is left to find, and answers from nowhere; rightly if `isLucky`. */
export function* guess(reader: read.Reader, isLucky: boolean): Policy<Hit[]> {
  const missing = read.wanted(reader);
  const right = read.rightAnswer(reader);
  const relation = reader.chain.relations.at(-1);
  const values = new Set(WORLD.flatMap(({ facts }) => (relation && facts[relation] ? [facts[relation]] : [])));
  const wrong = [...values].filter((value) => value !== right && value !== reader.at);
  const answer = isLucky ? right : reader.random.pick(wrong);
  const hunch = reader.random.pick([
    `I believe the answer is ${answer}.`,
    `It is probably ${answer}.`,
    `From what I remember, this must be ${answer}.`,
  ]);
  const blame = reader.seen.has(reader.at)
    ? `Guesses ${answer} without reading on: the passage about ${inText(reader.at)} is already there, and does not say so.`
    : `Guesses ${answer}: nothing found so far tells ${missing}.`;
  yield { kind: "answer", thought: read.joinAsides(reader.aside, hunch), answer, truth: unsound(blame) };
}

/** Answers with a link of the chain, one before the end. */
export function* answerTooEarly(reader: read.Reader): Policy<Hit[]> {
  const answer = reader.at;
  const blame = `Answers ${answer}, which is only a link on the way: the question goes on to ${read.wanted(reader)}.`;
  const thought = read.joinAsides(reader.aside, `So the answer is ${answer}.`);
  yield { kind: "answer", thought, answer, truth: unsound(blame) };
}
