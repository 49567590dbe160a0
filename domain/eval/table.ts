/** The results table: models by question sets. */
import type { Accuracy } from "./accuracy";

export type Result = {
  run: number;
  model: number;
  modelName: string;
  set: number;
  setName: string;
  /** Results of a model that share it stand in one row */
  way: string;
  /** In full: gains are over a base with the same */
  inference: string;
  isSample: boolean;
  accuracy: Accuracy | null;
  unlabelled: number;
};
export type Origin = { model: number; base: number; trainedOn: readonly number[] };

export type Cell<R extends Result> = {
  /** The newest eval of the model on the set in this way */
  result: R;
  /** Older ones */
  older: number;
  /** Accuracy less that of the base model with the same settings, as a share of the base's; null where there is none */
  relativeGain: number | null;
  /** Of the column, among those that are labelled */
  isBest: boolean;
  wasTrainedOn: boolean;
};
export type Row<R extends Result> = {
  model: number;
  name: string;
  way: string;
  isSample: boolean;
  isBase: boolean;
  /** By question set, in the order of `sets`; null: not evaluated */
  cells: (Cell<R> | null)[];
};
export type ResultsTable<R extends Result> = { sets: { id: number; name: string }[]; rows: Row<R>[] };

/** `results` are the newest first. A model has a row for each way. */
export function resultsTable<R extends Result>(results: readonly R[], origins: readonly Origin[]): ResultsTable<R> {
  const names = new Map(results.map(({ set, setName }) => [set, setName]));
  const sets = [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.id - b.id);
  const originOf = new Map(origins.map((origin) => [origin.model, origin]));
  const keyOf = (model: number, way: string) => `${model} ${way}`;
  const groups = new Map<string, R[]>();
  for (const result of results) {
    const key = keyOf(result.model, result.way);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const newest = (key: string, set: number) => groups.get(key)?.find((one) => one.set === set) ?? null;
  const best = new Map(
    sets.map(({ id }) => [id, Math.max(...[...groups.keys()].map((key) => newest(key, id)?.accuracy?.share ?? -1))]),
  );
  const rows = [...groups].map(([, [first, ...others]]) => {
    if (!first) throw new Error("A group has no result.");
    const own = [first, ...others];
    const { model, way } = first;
    const origin = originOf.get(model);
    const cells = sets.map(({ id }) => {
      const [result, ...older] = own.filter(({ set }) => set === id);
      if (!result) return null;
      const before = origin && origin.base !== model ? newest(keyOf(origin.base, way), id) : null;
      const base = before?.inference === result.inference ? before.accuracy : null;
      const share = result.accuracy?.share ?? null;
      return {
        ...{ result, older: older.length },
        relativeGain: share === null || base === null || base.share === 0 ? null : share / base.share - 1,
        isBest: groups.size > 1 && share !== null && share === best.get(id),
        wasTrainedOn: origin?.trainedOn.includes(id) ?? false,
      };
    });
    const isBase = origin === undefined || origin.base === model;
    return { model, name: first.modelName, way, isSample: own.every((one) => one.isSample), isBase, cells };
  });
  // Base models first, then by name: a table that is read down.
  return { sets, rows: rows.sort((a, b) => Number(b.isBase) - Number(a.isBase) || compare(a, b)) };
}

const compare = (a: { name: string; way: string }, b: { name: string; way: string }) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.way < b.way ? -1 : 1;
