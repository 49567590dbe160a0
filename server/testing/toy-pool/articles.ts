/** The articles of the toy encyclopedia: each says the facts of one entity in two to four sentences. */
import type { Article } from "./search";
import { type Entity, fact, type Kind, WORLD } from "./world";

export function encyclopediaArticles(): Article[] {
  const written = new Map<Kind, number>();
  return WORLD.map((entity, index) => {
    const nth = written.get(entity.kind) ?? 0;
    written.set(entity.kind, nth + 1);
    return {
      id: `enc-${String(index + 1).padStart(3, "0")}`,
      title: entity.name,
      text: WRITERS[entity.kind](entity, chooser(nth)),
    };
  });
}

type Choose = (...phrasings: string[]) => string;

/** Takes turns, so that neighbouring articles do not read alike. */
function chooser(nth: number): Choose {
  let asked = 0;
  return (...phrasings) => phrasings[(nth * (asked++ + 1) + asked) % phrasings.length] ?? "";
}

const WRITERS: Record<Kind, (entity: Entity, choose: Choose) => string> = {
  province({ name, facts }, choose) {
    const towns = listOf(WORLD.filter((other) => other.facts.province === name).map((other) => other.name));
    return join(
      `${name} is one of the four provinces of the republic.`,
      `Its capital is ${facts.capital}, where the provincial assembly has met since the union.`,
      `The towns of ${name} include ${towns}.`,
      choose(
        "Every spring the province holds a fair for farmers and traders.",
        "It is the least densely settled part of the country.",
        "Its dialect is still spoken in the upper valleys.",
        "Most of its people live near the coast.",
      ),
    );
  },

  river({ name, facts }, choose) {
    return join(
      `The ${name} rises in ${facts.source}.`,
      `It is ${facts.length} kilometres long and ${choose("freezes over in hard winters", "is navigable for barges in its lower course", "floods its meadows most springs")}.`,
      choose(
        "Its water once drove dozens of mills.",
        "Anglers know it for its trout and grayling.",
        "Timber was floated down it until the last century.",
        "A treaty of the union divides its water between the provinces.",
      ),
    );
  },

  town({ name, facts }, choose) {
    return join(
      `${name} is a town in the province of ${facts.province}, on the banks of the ${facts.river}.`,
      choose(
        `It was founded in ${facts.founded} and has long been known for its ${facts.industry}.`,
        `Founded in ${facts.founded}, it grew wealthy from ${facts.industry}.`,
        `It was founded in ${facts.founded}, and for centuries its main trade was ${facts.industry}.`,
      ),
      choose(
        "A market is held in the main square every Thursday.",
        "Its old walls were taken down when the railway came.",
        "The town museum tells the story of its guilds.",
        "Half of its houses date from after the great fire.",
        "Its harvest festival draws visitors from the whole republic.",
      ),
    );
  },

  university({ name, facts }, choose) {
    return join(
      `${article(name, true)} is a place of higher learning in ${facts.town}.`,
      `It was founded in ${facts.founded} by the ${fact(facts.founder ?? "", "trade")} ${facts.founder}.`,
      choose(
        "Its library holds the largest collection of maps in the republic.",
        "About two thousand students are enrolled in its five faculties.",
        "Its first building burned down and was rebuilt within a decade.",
      ),
    );
  },

  person({ name, facts }, choose) {
    const surname = name.split(" ").at(-1) ?? name;
    const founded = WORLD.find((other) => other.facts.founder === name)?.name;
    const made = WORLD.filter((other) => other.facts.creator === name || other.facts.architect === name);
    return join(
      `${name} was ${article(facts.trade ?? "")} who was born in ${facts.birthplace} in ${facts.born}.`,
      facts.university &&
        choose(
          `After leaving school, ${surname} studied at ${article(facts.university, false)}.`,
          `${surname} attended ${article(facts.university, false)} and stayed there for four years.`,
          `${surname} was a student of ${article(facts.university, false)}.`,
        ),
      made.length === 1 && `The work most often named today is ${made[0]?.name}.`,
      made.length > 1 && `The works most often named today are ${listOf(made.map((other) => other.name))}.`,
      founded && `In later life ${surname} founded ${article(founded, false)}.`,
      choose(
        "A street in the republic's oldest quarter bears the name.",
        "Letters from these years are kept in the provincial archive.",
        "Contemporaries praised a dry sense of humour.",
        `A memoir, left unfinished, was printed after ${surname}'s death.`,
      ),
    );
  },

  work({ name, facts }, choose) {
    const scene = facts.trade === "painting" ? "It shows a working day in" : "It is set in";
    return join(
      `${name} is ${article(facts.trade ?? "")} by ${facts.creator}, first ${SHOWN[facts.trade ?? ""]} in ${facts.year}.`,
      `${scene} ${facts.place}.`,
      choose(
        "Critics were divided at first, but the public loved it.",
        "A revised version was prepared ten years later.",
        "It has been admired for its quiet attention to ordinary work.",
        "It is often chosen for school exams.",
      ),
    );
  },

  landmark({ name, facts }, choose) {
    return join(
      `${name} is ${article(facts.trade ?? "")} in ${facts.town}, completed in ${facts.year}.`,
      choose(
        `It was designed by the architect ${facts.architect}.`,
        `Its architect was ${facts.architect}, who won the commission in a competition.`,
      ),
      choose(
        "It was restored after a fire.",
        "It appears on the town's coat of arms.",
        "Guided visits are offered in summer.",
      ),
    );
  },
};

export const MADE: Record<string, string> = {
  novel: "written",
  play: "written",
  opera: "composed",
  symphony: "composed",
  painting: "painted",
};
const SHOWN: Record<string, string> = {
  novel: "published",
  play: "staged",
  opera: "performed",
  symphony: "performed",
  painting: "exhibited",
};

/** With "the" before names that take it (`isStart` for the start of a sentence), or "a"/"an" before a common noun. */
function article(noun: string, isStart?: boolean): string {
  if (isStart === undefined) return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
  return takesThe(noun) ? `${isStart ? "The" : "the"} ${noun}` : noun;
}

export function takesThe(name: string): boolean {
  return /^(University|River|Corriston Institute|Kestwick Academy)/.test(name);
}

function listOf(names: string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function join(...sentences: (string | false | undefined)[]): string {
  return sentences.filter(Boolean).join(" ");
}
