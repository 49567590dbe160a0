/** Which two evals an address asks for, and which there are. */
import type { Result, ResultsTable } from "./table";

export type PairChoice<R extends Result> = {
  sets: { id: number; name: string }[];
  /** null: there is no eval, or none on the set that was asked for */
  set: { id: number; name: string } | null;
  /** Of the set, those that stand in the results table first, then the others from the newest on */
  evals: R[];
  a: R | null;
  b: R | null;
  /** What the address names and is not there: never something else in its place */
  gone: ("set" | "a" | "b")[];
};

/**
 * What the address leaves open is chosen: the set of the eval that it names, else the first set; the first row of the
 * table; beside it the next one that was inferred alike, else the next.
 */
export function choosePair<R extends Result>(
  results: readonly R[],
  table: ResultsTable<R>,
  asked: { set: number | null; a: number | null; b: number | null },
): PairChoice<R> {
  const sets = table.sets.map(({ id, name }) => ({ id, name }));
  const named = results.find(({ run }) => run === asked.a || run === asked.b)?.set ?? sets[0]?.id;
  const set = sets.find(({ id }) => id === (asked.set ?? named)) ?? null;
  if (!set) return { sets, set, evals: [], a: null, b: null, gone: asked.set === null ? [] : ["set"] };
  const column = sets.indexOf(set);
  const shown = table.rows.flatMap(({ cells }) => cells[column]?.result ?? []);
  const evals = [...shown, ...results.filter((one) => one.set === set.id && !shown.includes(one))];
  const find = (run: number | null) => evals.find((one) => one.run === run) ?? null;
  const gone = (["a", "b"] as const).filter((side) => asked[side] !== null && find(asked[side]) === null);
  const beside = (one: R | null) => {
    const others = evals.filter(({ run }) => run !== one?.run);
    return others.find(({ inference }) => inference === one?.inference) ?? others[0] ?? null;
  };
  const first = asked.b === null ? (evals[0] ?? null) : beside(find(asked.b));
  const a = asked.a === null ? first : find(asked.a);
  const b = asked.b === null ? beside(a) : find(asked.b);
  return { sets, set, evals, a, b, gone };
}
