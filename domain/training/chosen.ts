/** The fields of a config that a launch's choices decide, and how a changed choice keeps what was edited elsewhere. */
import { z } from "zod";

/** Said above the config, where they can be changed; in the config they are shown. */
export const CHOSEN_FIELDS = [
  "algorithm",
  "model.path",
  "data.path",
  "data.questions",
  "reward.kind",
  "reward.rule",
  "reward.base_url",
  "reward.model",
  "reward.key_variable",
  "reward.extra_body",
  "reward.system_text",
  "reward.user_text",
  "reward.grammar",
] as const;

/** Has names of people's own, so that it is one value. */
const WHOLE_FIELD = "model.template_arguments";

const Fields = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof Fields>;

/** Chosen fields of `config` that say something else than the recipe of the same choices. */
export function changedChoices(config: unknown, recipe: unknown): string[] {
  return CHOSEN_FIELDS.filter((path) => !isSame(valueAt(config, path), valueAt(recipe, path)));
}

/**
 * The recipe of new choices with what was edited in the recipe of the old ones. Edits stay, but for chosen fields and
 * for fields of a block that is gone. `kept` names them.
 */
export function carryEdits<T>(edited: unknown, from: unknown, to: T): { config: T; kept: string[] } {
  const config = structuredClone(to);
  const kept: string[] = [];
  carry(edited, from, config, "", kept);
  return { config, kept };
}

function carry(edited: unknown, from: unknown, into: unknown, at: string, kept: string[]): void {
  const [changed, before, after] = [asFields(edited), asFields(from), asFields(into)];
  if (!changed || !before || !after) return;
  for (const [name, value] of Object.entries(changed)) {
    const path = at === "" ? name : `${at}.${name}`;
    if ((CHOSEN_FIELDS as readonly string[]).includes(path) || isSame(value, before[name])) continue;
    if (path === "reward" && asFields(value)?.kind !== asFields(after[name])?.kind) continue;
    if (path !== WHOLE_FIELD && asFields(value) && asFields(before[name]) && asFields(after[name]))
      carry(value, before[name], after[name], path, kept);
    else if (Object.hasOwn(after, name) && !isSame(value, after[name])) {
      (into as Fields)[name] = value;
      kept.push(path);
    }
  }
}

function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, name) => asFields(inner)?.[name], value);
}

function asFields(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** Equal in whatever order fields were written. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  const fields = asFields(value);
  if (!fields) return value;
  return Object.fromEntries(
    Object.keys(fields)
      .sort()
      .map((name) => [name, sorted(fields[name])]),
  );
}
