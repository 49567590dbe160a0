/** How each relation of the toy encyclopedia is asked for, searched for and stated. */
import { MADE, takesThe } from "./articles";
import { entityNamed, fact, type Relation } from "./world";

type Wording = {
  /** A noun phrase: "the birthplace of Edda Marsh" */
  noun(subject: string): string;
  /** A clause that states the fact */
  states(subject: string, object: string): string;
  queries(subject: string): string[];
  /** A query too vague to find anything by */
  vague: string;
};

/** A name as it stands in a sentence: "the River Selk". */
export function inText(name: string): string {
  return takesThe(name) ? `the ${name}` : name;
}

/** What the maker of a work is called: "the composer of Nine Weirs". */
export function makerNoun(work: string): string {
  return `the ${MAKERS[fact(work, "trade")] ?? "maker"} of ${work}`;
}

const MAKERS: Record<string, string> = {
  novel: "author",
  play: "author",
  opera: "composer",
  symphony: "composer",
  painting: "painter",
};
const VERBS: Record<string, string> = { written: "wrote", composed: "composed", painted: "painted" };
const made = (work: string) => MADE[fact(work, "trade")] ?? "made";

export const WORDINGS: Record<Exclude<Relation, "trade" | "industry">, Wording> = {
  creator: {
    noun: makerNoun,
    states: (s, o) => `${s} was ${made(s)} by ${o}`,
    queries: (s) => [`who ${VERBS[made(s)]} ${s}`, `${s} ${fact(s, "trade")}`, makerNoun(s).replace(/^the /, "")],
    vague: "famous artists and writers",
  },
  birthplace: {
    noun: (s) => `the birthplace of ${s}`,
    states: (s, o) => `${s} was born in ${o}`,
    queries: (s) => [`where was ${s} born`, `${s} birthplace`, `${s} ${fact(s, "trade")} born in`],
    vague: "town where famous people were born",
  },
  born: {
    noun: (s) => `the birth year of ${s}`,
    states: (s, o) => `${s} was born in ${o}`,
    queries: (s) => [`${s} year of birth`, `when was ${s} born`],
    vague: "famous birth years",
  },
  university: {
    noun: (s) => `the university that ${s} attended`,
    states: (s, o) => `${s} studied at ${inText(o)}`,
    queries: (s) => [`where did ${s} study`, `${s} university education`],
    vague: "university attended by students",
  },
  founded: {
    noun: (s) => `the year in which ${inText(s)} was founded`,
    states: (s, o) => `${inText(s)} was founded in ${o}`,
    queries: (s) => [`when was ${s} founded`, `${s} founding year`],
    vague: "founding year history",
  },
  founder: {
    noun: (s) => `the founder of ${inText(s)}`,
    states: (s, o) => `${inText(s)} was founded by ${o}`,
    queries: (s) => [`who founded ${s}`, `${s} founder`],
    vague: "founder of the university",
  },
  town: {
    noun: (s) => `the town of ${inText(s)}`,
    states: (s, o) => `${inText(s)} is in ${o}`,
    queries: (s) => [`where is ${s}`, `${s} location`, `${s} town`],
    vague: "buildings in the town",
  },
  province: {
    noun: (s) => `the province of ${s}`,
    states: (s, o) => `${s} is in the province of ${o}`,
    queries: (s) => [`${s} province`, `which province is ${s} in`],
    vague: "provinces of the republic",
  },
  capital: {
    noun: (s) => `the capital of ${s}`,
    states: (s, o) => `the capital of ${s} is ${o}`,
    queries: (s) => [`capital of ${s}`, `${s} province capital`],
    vague: "capital of the province",
  },
  river: {
    noun: (s) => `the river at ${s}`,
    states: (s, o) => `${s} stands on the ${o}`,
    queries: (s) => [`river through ${s}`, `${s} town river`, `which river flows through ${s}`],
    vague: "river flowing through a town",
  },
  source: {
    noun: (s) => `the source of the ${s}`,
    states: (s, o) => `the ${s} rises in ${o}`,
    queries: (s) => [`where does the ${s} rise`, `${s} source`],
    vague: "where rivers rise",
  },
  length: {
    noun: (s) => `the length of the ${s}`,
    states: (s, o) => `the ${s} is ${o} kilometres long`,
    queries: (s) => [`${s} length kilometres`, `how long is the ${s}`],
    vague: "kilometres long river",
  },
  architect: {
    noun: (s) => `the architect of ${s}`,
    states: (s, o) => `${s} was designed by ${o}`,
    queries: (s) => [`who designed ${s}`, `${s} architect`],
    vague: "architect building",
  },
  year: {
    noun: (s) => `the year of ${s}`,
    states: (s, o) => `${s} dates from ${o}`,
    queries: (s) => [`${s} year`, `when was ${s} finished`],
    vague: "year of completion",
  },
  place: {
    noun: (s) => `the setting of ${s}`,
    states: (s, o) => `${s} is set in ${o}`,
    queries: (s) => [`${s} setting`, `where is ${s} set`],
    vague: `works set in a town`,
  },
};

export type AskedRelation = keyof typeof WORDINGS;

/** Whether following `relation` from the entity is possible at all. */
export function knows(name: string, relation: Relation): boolean {
  return entityNamed(name).facts[relation] !== undefined;
}
