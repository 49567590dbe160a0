/** The toy encyclopedia's question set: thirty questions that take two or three articles to answer. */
import { randomFor } from "@/domain/random";
import { type AskedRelation, inText, makerNoun } from "./relations";
import { entitiesWith, fact, type Kind } from "./world";

/** From the article of `subject`, follow the relations one after the other. */
export type Chain = { kind: "chain"; subject: string; relations: AskedRelation[] };
/** Of two subjects, the one whose relation has the smaller or the greater number. */
export type Comparison = {
  kind: "comparison";
  subjects: [string, string];
  relation: AskedRelation;
  wanted: "smaller" | "greater";
};
export type EncyclopediaQuestion = { key: string; text: string; plan: Chain | Comparison; answers: string[] };

type Pattern = { kind: Kind; count: number; relations: AskedRelation[]; ask(subject: string): string };

const PATTERNS: Pattern[] = [
  pattern("work", 3, ["creator", "birthplace"], (s) => `In which town was ${makerNoun(s)} born?`),
  pattern("work", 2, ["creator", "university"], (s) => `At which university did ${makerNoun(s)} study?`),
  pattern(
    "work",
    3,
    ["creator", "birthplace", "river"],
    (s) => `Which river flows through the town where ${makerNoun(s)} was born?`,
  ),
  pattern("work", 1, ["place", "founded"], (s) => `In which year was the town founded in which ${s} is set?`),
  pattern("person", 2, ["birthplace", "province"], (s) => `In which province was ${s} born?`),
  pattern(
    "person",
    2,
    ["university", "founded"],
    (s) => `In which year was the university founded that ${s} attended?`,
  ),
  pattern("person", 2, ["university", "founder"], (s) => `Who founded the university that ${s} attended?`),
  pattern(
    "person",
    2,
    ["birthplace", "province", "capital"],
    (s) => `What is the capital of the province in which ${s} was born?`,
  ),
  pattern("landmark", 2, ["architect", "birthplace"], (s) => `In which town was the architect of ${s} born?`),
  pattern(
    "landmark",
    2,
    ["town", "river", "length"],
    (s) => `How many kilometres long is the river that flows through the town where ${s} stands?`,
  ),
  pattern("town", 2, ["river", "source"], (s) => `Where does the river that flows through ${s} rise?`),
  pattern(
    "university",
    1,
    ["town", "province", "capital"],
    (s) => `What is the capital of the province in which ${inText(s)} stands?`,
  ),
  pattern("university", 2, ["founder", "birthplace"], (s) => `In which town was the founder of ${inText(s)} born?`),
];

const COMPARISONS: (Omit<Comparison, "kind"> & { text: string })[] = [
  {
    subjects: ["Larkhaven College", "University of Brannoch"],
    relation: "founded",
    wanted: "smaller",
    text: "Which was founded first, Larkhaven College or the University of Brannoch?",
  },
  {
    subjects: ["River Ouvel", "River Selk"],
    relation: "length",
    wanted: "greater",
    text: "Which river is longer, the River Ouvel or the River Selk?",
  },
  {
    subjects: ["Edda Marsh", "Silas Fenner"],
    relation: "born",
    wanted: "smaller",
    text: "Who was born first, the composer Edda Marsh or the botanist Silas Fenner?",
  },
  {
    subjects: ["Weavers' Hall", "Cannon Gate"],
    relation: "year",
    wanted: "smaller",
    text: "Which was completed first, Weavers' Hall or Cannon Gate?",
  },
];

export function encyclopediaQuestions(): EncyclopediaQuestion[] {
  const chains = PATTERNS.flatMap(({ kind, count, relations, ask }, index) => {
    const subjects = randomFor(`encyclopedia pattern ${index}`).shuffled(
      entitiesWith(kind, relations[0] as AskedRelation),
    );
    return subjects.slice(0, count).map((subject) => {
      const plan: Chain = { kind: "chain", subject: subject.name, relations };
      return { text: ask(subject.name), plan };
    });
  });
  const comparisons = COMPARISONS.map(({ text, ...plan }) => ({
    text,
    plan: { kind: "comparison" as const, ...plan },
  }));
  return [...chains, ...comparisons].map((question, index) => ({
    ...question,
    key: `encyclopedia-${String(index + 1).padStart(2, "0")}`,
    answers: acceptedAnswers(answerTo(question.plan)),
  }));
}

/** The articles' subjects that a plan passes through, in order; for a chain, what it finds last is not among them. */
export function subjectsOf(plan: Chain | Comparison): string[] {
  if (plan.kind === "comparison") return plan.subjects;
  return pathOf(plan).slice(0, -1);
}

/** A chain's subject and then what each relation leads to; the last is the answer. */
export function pathOf(chain: Chain): string[] {
  const path = [chain.subject];
  for (const relation of chain.relations) path.push(fact(path.at(-1) ?? "", relation));
  return path;
}

export function answerTo(plan: Chain | Comparison): string {
  if (plan.kind === "chain") return pathOf(plan).at(-1) ?? "";
  const [first, second] = plan.subjects;
  const isFirstSmaller = Number(fact(first, plan.relation)) < Number(fact(second, plan.relation));
  return isFirstSmaller === (plan.wanted === "smaller") ? first : second;
}

/** The answer and the other ways in which it may be written. */
function acceptedAnswers(answer: string): string[] {
  if (answer.startsWith("River ")) return [answer, answer.replace("River ", "")];
  if (/^\d{2,3}$/.test(answer)) return [answer, `${answer} kilometres`, `${answer} km`];
  return [answer.replace(/^the /, "")];
}

function pattern(kind: Kind, count: number, relations: AskedRelation[], ask: Pattern["ask"]): Pattern {
  return { kind, count, relations, ask };
}
