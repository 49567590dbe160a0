/** What two evals must share to be compared: every setting that can change an answer, and which questions were asked. */
import { fnv1a } from "../random";
import type { KeptSettings } from "../rollout/kept";
import { inferenceWords, UNKNOWN_SETTINGS } from "./settings-words";

type Asked = Pick<KeptSettings, "questions" | "endpoint"> & Omit<KeptSettings, "questions" | "endpoint" | "model">;

/** One thing that evals may differ in; two are alike in it where `value` is. */
type Facet = { value: unknown; words: string };

/** A name of an inference for each eval of one question set: the same where it is the same, and only there. */
export function inferenceNames(evals: readonly (Asked | null)[]): string[] {
  const facets = evals.map((settings) => (settings === null ? null : facetsOf(settings)));
  const heads = evals.map((settings) =>
    settings === null ? UNKNOWN_SETTINGS : [inferenceWords(settings), ...choiceWords(settings)].join(" · "),
  );
  const alike = new Map<string, Facet[][]>();
  heads.forEach((head, at) => {
    const own = facets[at];
    if (own) alike.set(head, [...(alike.get(head) ?? []), own]);
  });
  const telling = new Map([...alike].map(([head, group]) => [head, tellingFacets(group)]));
  return heads.map((head, at) => {
    const own = facets[at];
    return own ? [head, ...(telling.get(head) ?? []).map((facet) => own[facet]?.words)].join(" · ") : head;
  });
}

/** Places of the facets in which evals of the same words differ. */
function tellingFacets(group: readonly Facet[][]): number[] {
  const [first] = group;
  return (first ?? []).flatMap((_, at) =>
    new Set(group.map((facets) => canonical(facets[at]?.value))).size > 1 ? [at] : [],
  );
}

/** What the head does not say, in an order that never changes; what cannot matter for these settings is null. */
function facetsOf(settings: Asked): Facet[] {
  const { tools, temperature, protocol, maxTokens, systemPrompt, seed } = settings;
  const searches = tools.includes("search");
  const extra = settings.endpoint.extraBody;
  return [
    { value: temperature > 0 ? seed : null, words: `seed ${seed}` },
    { value: protocol, words: protocol === "tags" ? "tags in the text" : "native calls" },
    { value: systemPrompt, words: `prompt ${mark(systemPrompt)}` },
    { value: maxTokens, words: `${maxTokens} tokens an action` },
    { value: searches ? settings.topk : null, words: `${settings.topk} passages a search` },
    { value: searches ? settings.search : null, words: searchWords(settings.search) },
    { value: tools.length > 0 ? settings.sameCallLimit : null, words: `the same call ${settings.sameCallLimit} times` },
    {
      value: tools.length > 0 ? settings.observationLimit : null,
      words: `observations of ${settings.observationLimit} characters`,
    },
    { value: extra, words: `request fields ${Object.keys(extra).length === 0 ? "none" : mark(canonical(extra))}` },
  ];
}

function choiceWords({ questions: { search, limit, drawSeed } }: Asked): string[] {
  return [
    ...(search === "" ? [] : [`questions with “${search}”`]),
    ...(limit === null ? [] : [`${limit} drawn${drawSeed === 1 ? "" : ` by seed ${drawSeed}`}`]),
  ];
}

function searchWords(search: Asked["search"]): string {
  if (search === null) return "no search";
  return search.kind === "corpus" ? `corpus no. ${search.corpusId}` : search.url;
}

/** Tells long texts apart in a few letters. */
const mark = (text: string) => (fnv1a(text) >>> 0).toString(16).padStart(8, "0");

/** JSON in which the order of an object's keys says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
