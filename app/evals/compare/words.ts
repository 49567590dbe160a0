/** What tells the evals of a comparison apart. */
import type { ApiOutputs } from "@/app/trpc";
import { labelledBy } from "@/domain/eval/labellers";
import { progressWords } from "@/domain/eval/standing";

export type Eval = ApiOutputs["eval"]["pair"]["evals"][number];

/** The models; with how they were inferred, then their runs, where one alone would name both alike. */
export function pairNames(a: Eval, b: Eval): readonly [string, string] {
  if (a.modelName !== b.modelName) return [a.modelName, b.modelName];
  if (a.inference !== b.inference) return [`${a.modelName} (${a.inference})`, `${b.modelName} (${b.inference})`];
  return [`${a.modelName} (run ${a.run})`, `${b.modelName} (run ${b.run})`];
}

/** What a reader must know before the difference is put down to the models. */
export function pairNotes(a: Eval, b: Eval): string[] {
  const [byA, byB] = [labelledBy(a.labellers), labelledBy(b.labellers)];
  const parts = [a, b].flatMap((one) => {
    const progress = progressWords(one);
    return progress ? [`${one.runName} is not whole: ${progress}.`] : [];
  });
  return [
    ...(a.inference === b.inference
      ? []
      : [`They were inferred with other settings: ${a.inference}, against ${b.inference}.`]),
    ...(byA === byB || byA === "" || byB === ""
      ? []
      : [`They were not labelled alike: the first by ${byA}, the second by ${byB}.`]),
    ...(byA === byB && byA.includes(" and ") ? [`Both are labelled in part by ${byA}.`] : []),
    ...new Set(parts),
  ];
}

/** In the list of evals: how it was inferred, and which it is. */
export const hintOf = ({ inference, runName, createdAt }: Eval): string =>
  `${inference} · ${runName}, ${createdAt.slice(0, 10)}`;
