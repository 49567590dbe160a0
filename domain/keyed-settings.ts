/**
 * The settings of runs that a studio made, as files carry them. They name by id what the run was made of; ids of one
 * database mean nothing in another, or something else, so a file names question sets, corpora and the parts of pools by
 * their keys. Endpoints, templates and models stand beside their ids by name already: there the ids are left out.
 */
import { z } from "zod";
import { KeyedPool, type Keys, poolFromKeys, poolToKeys, withoutIds } from "./keyed-pool";
import { Pool } from "./pool";
import { GONE, NOT_HERE, type Resolve } from "./reference";

export type SettingsKind = "rollout" | "judging" | "labelling";

const Fields = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof Fields>;

/** Of a run that this studio made. What has another shape stays as it is. */
export function settingsToKeys(kind: SettingsKind, settings: Fields, keys: Keys): Fields {
  if (kind === "rollout") {
    const named = rename(settings, "questions", "questionSetId", "questionSet", (id) => keys.set(id) ?? GONE);
    return rename(named, "search", "corpusId", "corpus", (id) => keys.corpus(id) ?? GONE);
  }
  const pool = Pool.safeParse(settings.pool);
  const keyed = pool.success ? { ...settings, pool: poolToKeys(pool.data, keys) } : settings;
  return ID_FIELDS.reduce((rest, [block, field]) => without(rest, block, field), keyed);
}

/**
 * Of a run that another studio made: ids are filled in for what is here under the same key or name, and NOT_HERE for
 * the rest, also where a file of an earlier version brought ids of its own.
 */
export function settingsFromKeys(kind: SettingsKind, settings: unknown, resolve: Resolve): unknown {
  const fields = Fields.safeParse(settings).data;
  if (!fields) return settings;
  return kind === "rollout" ? rolloutFromKeys(fields, resolve) : judgingFromKeys(fields, resolve);
}

const ID_FIELDS = [
  ["judge", "endpointId"],
  ["judge", "templateId"],
  ["labeller", "endpointId"],
  ["template", "id"],
  ["endpoint", "id"],
] as const;

function rolloutFromKeys(settings: Fields, resolve: Resolve): Fields {
  const find = (kind: "question set" | "corpus", key: unknown) =>
    (typeof key === "string" ? resolve({ kind, key }) : null) ?? NOT_HERE;
  const { questions, search } = settings;
  return {
    ...settings,
    ...(isFields(questions) && {
      questions: { ...questions, questionSetId: find("question set", questions.questionSet) },
    }),
    ...(isFields(search) &&
      search.kind === "corpus" && { search: { ...search, corpusId: find("corpus", search.corpus) } }),
  };
}

const KeptEndpoint = z.object({ name: z.string(), servedName: z.string() });
const KeptTemplate = z.object({
  name: z.string(),
  version: z.int(),
  systemText: z.string(),
  userText: z.string(),
});

function judgingFromKeys(settings: Fields, resolve: Resolve): Fields {
  const endpoint = KeptEndpoint.safeParse(settings.endpoint).data;
  const template = KeptTemplate.safeParse(settings.template).data;
  const endpointId = (endpoint && resolve({ kind: "endpoint", ...endpoint })) ?? NOT_HERE;
  const templateId = (template && resolve({ kind: "template", ...template })) ?? NOT_HERE;
  const keyed = KeyedPool.safeParse(settings.pool);
  const local = Pool.safeParse(settings.pool);
  const pool = keyed.success
    ? poolFromKeys(keyed.data, resolve)
    : local.success
      ? withoutIds(local.data)
      : settings.pool;
  const filled: Fields = { ...settings, pool };
  const { judge, labeller } = settings;
  if (isFields(judge) && judge.kind === "model") filled.judge = { ...judge, endpointId, templateId };
  if (isFields(labeller) && labeller.kind === "model") filled.labeller = { ...labeller, endpointId };
  if (isFields(settings.template)) filled.template = { ...settings.template, id: templateId };
  if (isFields(settings.endpoint)) filled.endpoint = { ...settings.endpoint, id: endpointId };
  return filled;
}

const isFields = (value: unknown): value is Fields => Fields.safeParse(value).success;

/** The field of a block under another name and with another value, at its place. */
function rename(settings: Fields, block: string, field: string, name: string, keyOf: (id: number) => unknown): Fields {
  const inner = settings[block];
  if (!isFields(inner) || typeof inner[field] !== "number") return settings;
  const id = inner[field];
  const entries = Object.entries(inner).map(([key, value]) => (key === field ? [name, keyOf(id)] : [key, value]));
  return { ...settings, [block]: Object.fromEntries(entries) };
}

function without(settings: Fields, block: string, field: string): Fields {
  const inner = settings[block];
  if (!isFields(inner)) return settings;
  const { [field]: _, ...rest } = inner;
  return { ...settings, [block]: rest };
}
