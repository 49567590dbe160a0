/** The results table: models by question sets. */
import type { RunStatus } from "../run";
import type { Accuracy } from "./accuracy";
import type { Gain } from "./figures/pooled";
import { type Labeller, labelledBy } from "./labellers";
import { isFinished, preferred, type Standing } from "./standing";

export type Result = {
  run: number;
  model: number;
  modelName: string;
  set: number;
  setName: string;
  /** Results of a model that share it stand in one row */
  way: string;
  /** In full: gains and the best are among those with the same */
  inference: string;
  isSample: boolean;
  accuracy: Accuracy | null;
  unlabelled: number;
  standing: Standing;
  status: RunStatus | null;
  trajectories: number;
  planned: number | null;
  labellers: readonly Labeller[];
};

export type Origin = {
  model: number;
  /** The base model that it comes from; itself for one that was not trained here */
  base: number;
  /** Question sets whose questions its training runs, and those of the models before it, were trained on */
  trainedOn: readonly number[];
  /** Whether these are all: each of its trainings is recorded with what it was trained on */
  isRecorded: boolean;
};

export type WasTrainedOn = "yes" | "no" | "not recorded";

export type Cell<R extends Result> = {
  /** The newest finished and labelled eval of the model on the set in this way; else what there is */
  result: R;
  /** The newest of those after it, which are not finished or not labelled */
  newer: R | null;
  /** Evals before it */
  older: number;
  /** That of the base model which the gain is over: inferred alike; null where there is none */
  base: R | null;
  /** Of two or more finished ones on the set that were inferred alike; equals are all the best */
  isBest: boolean;
  wasTrainedOn: WasTrainedOn;
};
export type GainCell<R extends Result> = Cell<R> & { gain: Gain | null };

export type Row<R extends Result, C extends Cell<R> = Cell<R>> = {
  model: number;
  name: string;
  way: string;
  isSample: boolean;
  isBase: boolean;
  /** By question set, in the order of `sets`; null: not evaluated */
  cells: (C | null)[];
};
/** `labellers`: who labelled what its cells show, more than one where they were not labelled alike. */
type Column = { id: number; name: string; labellers: string[] };
export type ResultsTable<R extends Result, C extends Cell<R> = Cell<R>> = { sets: Column[]; rows: Row<R, C>[] };

/** `results` are the newest first. A model has a row for each way. */
export function resultsTable<R extends Result>(results: readonly R[], origins: readonly Origin[]): ResultsTable<R> {
  const names = new Map(results.map(({ set, setName }) => [set, setName]));
  const sets = [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.id - b.id);
  const originOf = new Map(origins.map((origin) => [origin.model, origin]));
  const groups = groupBy(results, ({ model, way }) => `${model} ${way}`);
  const isBest = bestOf([...groups.values()].flatMap((own) => sets.flatMap(({ id }) => chosen(own, id) ?? [])));
  const bySettings = groupBy(results, settingsKey);
  const baseOf = (result: R, base: number) =>
    preferred(bySettings.get(settingsKey({ ...result, model: base }))?.filter(({ accuracy }) => accuracy) ?? []);
  const rows = [...groups.values()].map((own) => {
    const { model, modelName: name, way } = own[0] as R;
    const origin = originOf.get(model);
    const isBase = origin === undefined || origin.base === model;
    const cells = sets.map(({ id }): Cell<R> | null => {
      const result = chosen(own, id);
      if (!result) return null;
      const evals = own.filter(({ set }) => set === id);
      const place = evals.indexOf(result);
      return {
        ...{ result, newer: place > 0 ? (evals[0] ?? null) : null, older: evals.length - place - 1 },
        base: isBase || result.accuracy === null ? null : baseOf(result, origin.base),
        isBest: isBest(result),
        wasTrainedOn: trainedOn(origin, id),
      };
    });
    return { model, name, way, isSample: own.every((one) => one.isSample), isBase, cells };
  });
  return {
    sets: sets.map((set, at) => ({ ...set, labellers: labellersOf(rows.map(({ cells }) => cells[at] ?? null)) })),
    // Base models first, then by name: a table that is read down.
    rows: rows.sort((a, b) => Number(b.isBase) - Number(a.isBase) || compare(a, b)),
  };
}

/** With the gain of each cell over its base. */
export function withGains<R extends Result>(
  { sets, rows }: ResultsTable<R>,
  gainOf: (result: R, base: R) => Gain | null,
): ResultsTable<R, GainCell<R>> {
  return {
    sets,
    rows: rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => cell && { ...cell, gain: cell.base && gainOf(cell.result, cell.base) }),
    })),
  };
}

const settingsKey = ({ model, set, inference }: Pick<Result, "model" | "set" | "inference">) =>
  JSON.stringify([model, set, inference]);

const chosen = <R extends Result>(own: readonly R[], set: number) => preferred(own.filter((one) => one.set === set));

/** The best of each set and way of inferring, where two or more were finished; equals are all the best. */
function bestOf<R extends Result>(results: readonly R[]): (result: R) => boolean {
  const finished = results.filter(({ standing }) => isFinished(standing));
  const groups = groupBy(finished, ({ set, inference }) => JSON.stringify([set, inference]));
  const best = new Set<R>();
  for (const group of groups.values()) {
    const most = Math.max(...group.map(({ accuracy }) => accuracy?.share ?? -1));
    if (group.length > 1) for (const one of group) if (one.accuracy?.share === most) best.add(one);
  }
  return (result) => best.has(result);
}

function trainedOn(origin: Origin | undefined, set: number): WasTrainedOn {
  if (!origin) return "not recorded";
  if (origin.trainedOn.includes(set)) return "yes";
  return origin.isRecorded ? "no" : "not recorded";
}

function labellersOf(cells: readonly (Cell<Result> | null)[]): string[] {
  const all = cells.flatMap((cell) => (cell?.result.accuracy ? labelledBy(cell.result.labellers) : []));
  return [...new Set(all)].sort();
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const compare = (a: { name: string; way: string }, b: { name: string; way: string }) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.way < b.way ? -1 : 1;
