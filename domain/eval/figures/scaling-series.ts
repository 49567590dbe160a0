/** Which arms may be joined to one scaling curve, and what tells two curves apart. */
import { isSame } from "../../training/chosen";
import { trainedSetsOf } from "./distribution";
import { type SeedGroup, withoutSeed } from "./trained";

/** What a curve is a curve of beside mode, algorithm and base, by what it is called. */
export type SeriesFacts = Readonly<Record<string, string>>;

const TRAINED_ON = "trained on";
const NOT_RECORDED = "not recorded";

/**
 * All that is learnt from but the size of the data and the seed: question sets, reward, whose weights wrote the data, and
 * the config field by field, under the names of its file. Where the config cannot be read, the arm's own.
 */
export function factsOf({ runs: [run], key }: SeedGroup, nameOf: (set: number) => string): SeriesFacts {
  if (!run) return {};
  const { own } = trainedSetsOf([run]);
  return {
    [TRAINED_ON]: own.map(nameOf).join(" and ") || NOT_RECORDED,
    rewarded: rewardWords(run.reward),
    policy: run.policy,
    ...(run.config === null ? { config: `of run ${key}` } : fieldsOf(withoutSize(withoutSeed(run.config)), "")),
  };
}

/** Arms with the same mode, algorithm, base and facts are one curve's; sets count by their ids, as names may be alike. */
export function seriesKey(group: SeedGroup, facts: SeriesFacts): string {
  const { mode, algorithm, base, runs } = group;
  return JSON.stringify([mode, algorithm, base.id, trainedSetsOf(runs).own, Object.entries(facts).sort()]);
}

/** Of curves with the same mode, algorithm and base: the facts of each that are not those of all. */
export function differencesOf(all: readonly SeriesFacts[]): string[][] {
  const names = [...new Set(all.flatMap((facts) => Object.keys(facts)))];
  const telling = names.filter((name) => all.some((facts) => !isSame(facts[name], all[0]?.[name])));
  return all.map((facts) => telling.map((name) => `${name} ${cut(facts[name] ?? "none")}`));
}

function rewardWords(reward: SeedGroup["runs"][number]["reward"]): string {
  if (reward === null) return "none";
  return reward.kind === "judge" ? `by ${reward.endpoint} with ${reward.template}` : `by the rule ${reward.rule}`;
}

const withoutSize = ({ data, ...config }: ReturnType<typeof withoutSeed>) => ({
  ...config,
  data: { ...data, max_contexts: null },
});

function fieldsOf(value: unknown, path: string): Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { [path]: JSON.stringify(value) };
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, inner]) => fieldsOf(inner, path === "" ? name : `${path}.${name}`)),
  );
}

const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
