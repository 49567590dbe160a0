import type { ApiOutputs } from "@/app/trpc";
import type { RunChoice } from "@/domain/browse";
import { type FlipKind, flipKindFromText, flipKindToText } from "@/domain/judging/flips";
import { type Pool, poolFromParams, poolToParams } from "@/domain/pool";

export type Agreement = ApiOutputs["agreement"]["read"];

export const PATH = "/judging/agreement";

/** What the page's address says. */
export type View = {
  a: RunChoice | null;
  b: RunChoice | null;
  others: RunChoice[];
  kind: FlipKind;
  pool: Pool;
  ignored: string[];
};

/**
 * Where the address names no judging run: a person's as the reference, and the newest other one; those of reviews, which
 * rule on samples, only where there is no other.
 */
export function readView(params: URLSearchParams, runs: readonly RunChoice[]): View {
  const known = (text: string | null) => runs.find(({ id }) => String(id) === text) ?? null;
  const newest = runs
    .filter(({ isNewest }) => isNewest)
    .sort((left, right) => Number(left.isReview ?? false) - Number(right.isReview ?? false) || right.id - left.id);
  const others = params.getAll("with").flatMap((text) => known(text) ?? []);
  const given = { a: known(params.get("a")), b: known(params.get("b")) };
  const a = given.a ?? newest.find(({ id, kind }) => kind === "human" && id !== given.b?.id) ?? null;
  const b = given.b ?? (a && newest.find(({ id }) => id !== a.id)) ?? null;
  const { pool, ignored } = poolFromParams(params);
  const isOther = ({ id }: RunChoice) => id !== a?.id && id !== b?.id;
  return { a, b, others: others.filter(isOther), kind: flipKindFromText(params.get("steps")), pool, ignored };
}

/** The page without its two judging runs: further ones and the pool. */
export function restOf({ others, pool }: Pick<View, "others" | "pool">): string {
  const params = poolToParams(pool);
  for (const { id } of others) params.append("with", String(id));
  return params.toString();
}

export function agreementHref(view: Pick<View, "a" | "b" | "others" | "pool">, kind: FlipKind = null): string {
  const params = new URLSearchParams(restOf(view));
  if (view.a) params.set("a", String(view.a.id));
  if (view.b) params.set("b", String(view.b.id));
  if (kind) params.set("steps", flipKindToText(kind));
  return `${PATH}?${params}`;
}

/** People first: they are the reference. */
export function peopleFirst(runs: readonly RunChoice[]): RunChoice[] {
  const isPerson = ({ kind }: RunChoice) => (kind === "human" ? 0 : 1);
  return [...runs].sort((left, right) => isPerson(left) - isPerson(right));
}
