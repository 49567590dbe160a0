/** A recipe field by field, in words: two that were asked for the same say the same, whatever their runs are called. */
import { formatCount, formatNumber } from "../format";
import { metricName } from "../labelling/metric-words";
import type { KeptSettings } from "../rollout/kept";
import type { KeptJudge, Recipe } from "./recipe";

type Fields = Record<string, string>;

const PROTOCOLS = { tags: "tags in the text", native: "native tool calls" } as const;

/** Fields that say nothing are left out. */
export function recipeFields(recipe: Recipe): Fields {
  return {
    ...rolloutFields(recipe),
    ...judgeFields(recipe),
    ...labelFields(recipe),
  };
}

function rolloutFields({ rollouts, gone, sets, corpora }: Recipe): Fields {
  const told = rollouts.flatMap(({ settings, model }) =>
    settings
      ? [
          {
            set: sets[settings.questions.questionSetId] ?? "a removed question set",
            fields: askedFields(settings, model, corpora),
          },
        ]
      : [],
  );
  const names = [...new Set(told.flatMap(({ fields }) => Object.keys(fields)))];
  const silent = rollouts.filter(({ settings }) => settings === null).map(({ name }) => name);
  return {
    ...(told.length === 0 ? {} : { "Rollouts: questions": questionWords(rollouts, sets) }),
    ...Object.fromEntries(
      names.map((name) => [`Rollouts: ${name}`, together(told.map(({ set, fields }) => [set, fields[name] ?? "–"]))]),
    ),
    ...(silent.length === 0 ? {} : { "Rollouts: settings not recorded": silent.toSorted().join(", ") }),
    ...goneField("Rollouts", gone.rollouts, "rollout run"),
  };
}

/** One value where all have it, else each with what it is of. */
function together(values: readonly (readonly [of: string, value: string])[]): string {
  const found = new Map<string, Set<string>>();
  for (const [of, value] of values) found.set(value, (found.get(value) ?? new Set()).add(of));
  const [only] = found.keys();
  if (found.size === 1 && only !== undefined) return only;
  return [...found]
    .map(([value, ofs]) => `${[...ofs].toSorted().join(", ")}: ${value}`)
    .toSorted()
    .join("; ");
}

function questionWords(rollouts: Recipe["rollouts"], sets: Recipe["sets"]): string {
  const words = rollouts.flatMap(({ settings }) => {
    if (!settings) return [];
    const { questionSetId, search, limit, drawSeed } = settings.questions;
    const which = limit === null ? "all" : `${formatNumber(limit)} by seed ${drawSeed}`;
    return `${sets[questionSetId] ?? "a removed question set"}: ${which}${search === "" ? "" : ` that hold "${search}"`}`;
  });
  return [...new Set(words)].toSorted().join("; ");
}

function askedFields(settings: KeptSettings, model: string | null, corpora: Recipe["corpora"]): Fields {
  const { tools, search, topK, systemPrompt, endpoint } = settings;
  const extra = Object.keys(endpoint.extraBody).length > 0;
  return {
    model: model ?? settings.model.name,
    ...(settings.model.weightsHash === null ? {} : { "weights, sha256": settings.model.weightsHash }),
    "samples a question": formatNumber(settings.samples),
    "step limit": formatNumber(settings.stepLimit),
    tools: tools.toSorted().join(", ") || "none",
    ...(tools.length === 0
      ? {}
      : {
          "tool protocol": PROTOCOLS[settings.protocol],
          "same call at most": formatCount(settings.sameCallLimit, "time"),
          "characters of an observation": formatNumber(settings.observationLimit),
        }),
    ...(search === null || !tools.includes("search")
      ? {}
      : {
          "search in": search.kind === "corpus" ? (corpora[search.corpusId] ?? "a removed corpus") : search.url,
          "passages a search": formatNumber(settings.topk),
        }),
    temperature: String(settings.temperature),
    "top-p": String(settings.topP),
    ...(topK === null ? {} : { "top-k": String(topK) }),
    "tokens an action": formatNumber(settings.maxTokens),
    seed: String(settings.seed),
    "system prompt": systemPrompt || "none",
    ...(extra ? { "requests also carry": JSON.stringify(endpoint.extraBody) } : {}),
  };
}

function judgeFields({ judges, gone }: Recipe): Fields {
  const told = judges.map(({ name, settings }) =>
    settings === null ? { "settings not recorded": name } : ruledFields(settings),
  );
  // In an order of what they are, so that the order in which they were chosen is no difference.
  const inOrder = told.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const fields = inOrder.flatMap((judge, at) => {
    const who = told.length === 1 ? "Judge" : `Judge ${at + 1}`;
    return Object.entries(judge).map(([name, value]) => [`${who}: ${name}`, value] as const);
  });
  return { ...Object.fromEntries(fields), ...goneField("Judge", gone.judges, "judging run") };
}

function ruledFields({ judge, endpoint, template }: KeptJudge): Fields {
  if (judge.kind === "rule") return { rules: judge.rules.toSorted().join(", ") };
  const extra = endpoint?.extraBody ?? {};
  return {
    endpoint: endpoint?.name ?? "gone",
    "served name": endpoint?.servedName ?? "gone",
    address: endpoint?.baseUrl ?? "gone",
    ...(Object.keys(extra).length > 0 ? { "requests also carry": JSON.stringify(extra) } : {}),
    template: template ? `${template.name}, version ${template.version}` : "gone",
    ...(template && template.systemText !== "" ? { "system message": template.systemText } : {}),
    ...(template ? { prompt: template.userText, "reads replies by": JSON.stringify(template.grammar) } : {}),
    "votes a step": formatNumber(judge.votes),
    temperature: String(judge.temperature),
    "tokens a reply": formatNumber(judge.maxTokens),
    score: judge.votes > 1 ? "share of votes" : judge.useLogprobs ? "probability of reasonable" : "as the judge says",
    "asked again": formatCount(judge.parseRetries, "time"),
    seed: String(judge.seed),
  };
}

function labelFields({ labels, gone }: Recipe): Fields {
  const lost = goneField("Labels", gone.labels, "labelling run");
  if (labels === null) return lost;
  const { name, settings } = labels;
  if (settings === null) return { "Labels: settings not recorded": name };
  if ("metricVersion" in settings)
    return {
      "Labels: metric": metricName(settings.labeller),
      "Labels: metric's version": String(settings.metricVersion),
    };
  const { endpoint, prompt, labeller } = settings;
  return {
    "Labels: metric": "a model says whether answers mean the same",
    "Labels: endpoint": endpoint.name,
    "Labels: served name": endpoint.servedName,
    "Labels: prompt": `version ${prompt.version}`,
    "Labels: temperature": String(labeller.temperature),
    "Labels: tokens a reply": formatNumber(labeller.maxTokens),
    "Labels: seed": String(labeller.seed),
  };
}

const goneField = (who: string, count: number, what: string): Fields =>
  count === 0 ? {} : { [`${who}: not here any more`]: formatCount(count, what) };
