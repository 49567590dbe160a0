/** The process table: what judges say of the steps of models before and after training. */
import { evalKey } from "@/domain/eval/figures/choose-evals";
import { type Distribution, distributionOf, trainedSetsOf } from "@/domain/eval/figures/distribution";
import { bestJudging, judgesOfEvals, judgesWithAPart, judgeThatTrained } from "@/domain/eval/figures/judges";
import { type ProcessFigures, processFigures } from "@/domain/eval/figures/process";
import { modelOf } from "@/domain/eval/figures/trained";
import type { Db } from "@/server/db";
import {
  type Judged,
  judgedKey,
  readJudgedEvals,
  readJudgeNames,
  readStepShares,
} from "@/server/queries/eval/figures/judged";
import { type FigureHead, readFigureInput } from "./figures";

type Named = { id: number; name: string };

/** One eval as one judge saw it; `judging` is null where that judge has not seen it. */
export type JudgedSide = { run: number; of: number; judged: number; judging: number | null };

export type ProcessRow = {
  run: Named;
  set: Named;
  /** null: not recorded */
  distribution: Distribution | null;
  judge: string;
  own: { before: JudgedSide; after: JudgedSide };
  other: { before: JudgedSide; after: JudgedSide } | null;
  /** Whether the second judge had a part in training this model or one before it */
  otherHadPart: boolean;
  figures: ProcessFigures;
};

export type ProcessPage = {
  head: FigureHead;
  rows: ProcessRow[];
  /** Judges that the second may be; `hadPart`: in training one of these models, or one before it */
  judges: { name: string; hadPart: boolean }[];
  /** null where none was chosen, and all that have ruled had a part */
  second: string | null;
  /** Evals without a judgment by the judge that trained, or by the second */
  unjudged: { run: number; name: string; judge: string }[];
  /** Evals of which one of them has judged some trajectories only */
  partly: { run: number; name: string; set: string; judge: string; judged: number; of: number }[];
  /** Evaluated runs that no judge had a part in, and those whose base was not evaluated on a set of theirs */
  withoutJudge: string[];
  withoutBase: string[];
};

/** `asked.second` names a judge; else it is the one that has judged most of the evals of those without a part in the training. */
export async function readProcessTable(
  db: Db,
  asked: { way: string | null; second: string | null },
): Promise<ProcessPage> {
  const [{ head, runs, sets, evals, facts }, names] = await Promise.all([
    readFigureInput(db, asked.way),
    readJudgeNames(db.pool),
  ]);
  const evalOf = new Map(evals.map((one) => [evalKey(one.model, one.set), one]));
  const judged = await readJudgedEvals(db.pool, [...new Set(evals.map(({ run }) => run))], names);
  const withoutJudge: string[] = [];
  const withoutBase: string[] = [];
  const found = runs.flatMap((run) => {
    const after = sets.flatMap((set) => {
      const own = evalOf.get(evalKey(modelOf(run)?.id ?? 0, set.id));
      return own ? [{ run, set, after: own, before: evalOf.get(evalKey(run.base.id, set.id)) ?? null }] : [];
    });
    const judge = judgeThatTrained(run, names);
    if (after.length > 0 && judge === null) withoutJudge.push(run.name);
    if (judge === null) return [];
    if (after.some(({ before }) => before === null)) withoutBase.push(run.name);
    return after.flatMap(({ before, ...one }) => (before ? [{ ...one, before, judge }] : []));
  });
  const partOf = new Map(found.map(({ run }) => [run.id, judgesWithAPart(run, names)]));
  const judges = judgesOfEvals(judged).map((name) => ({
    name,
    hadPart: [...partOf.values()].some((part) => part.has(name)),
  }));
  const chosen = judges.find(({ name }) => name === asked.second) ?? judges.find(({ hadPart }) => !hadPart);
  const second = chosen?.name ?? null;

  const sideOf = (one: { run: number; set: number; trajectories: number }, judge: string): JudgedSide => {
    const best = bestJudging(judged, { run: one.run, set: one.set, judge });
    return { run: one.run, of: one.trajectories, judged: best?.trajectories ?? 0, judging: best?.judging ?? null };
  };
  const sides = found.map((one) => ({
    ...one,
    own: { before: sideOf(one.before, one.judge), after: sideOf(one.after, one.judge) },
    other:
      second === null || second === one.judge
        ? null
        : { before: sideOf(one.before, second), after: sideOf(one.after, second) },
  }));
  const asSeen = ({ run, judging }: JudgedSide, set: number): Judged[] =>
    judging === null ? [] : [{ run, set, judging }];
  const needed = sides.flatMap(({ own, other, set }) =>
    [own.before, own.after, ...(other ? [other.before, other.after] : [])].flatMap((side) => asSeen(side, set.id)),
  );
  const shares = await readStepShares(db.pool, [...new Map(needed.map((one) => [judgedKey(one), one])).values()]);
  const read = (side: JudgedSide | undefined, set: number) => {
    const [seen] = side ? asSeen(side, set) : [];
    return (seen && shares.get(judgedKey(seen))) ?? null;
  };
  const rows = sides.map(({ run, set, judge, own, other }) => ({
    ...{ run: { id: run.id, name: run.name }, set, judge, own, other },
    distribution: distributionOf(trainedSetsOf([run]), set.id, facts),
    otherHadPart: other !== null && second !== null && (partOf.get(run.id)?.has(second) ?? false),
    figures: processFigures(
      { before: read(own.before, set.id), after: read(own.after, set.id) },
      { before: read(other?.before, set.id), after: read(other?.after, set.id) },
    ),
  }));
  const unjudged = sides.flatMap(({ judge, before, after, own, other }) => [
    ...missing(own, judge, before.runName, after.runName),
    ...(other && second ? missing(other, second, before.runName, after.runName) : []),
  ]);
  const partly = sides.flatMap(({ judge, before, after, own, other, set }) =>
    [
      ...[own.before, own.after].map((side) => ({ side, judge })),
      ...(other && second ? [other.before, other.after].map((side) => ({ side, judge: second })) : []),
    ].flatMap(({ side: { run, judged: n, of }, judge: by }) => {
      const name = run === before.run ? before.runName : after.runName;
      return n > 0 && n < of ? [{ run, name, set: set.name, judge: by, judged: n, of }] : [];
    }),
  );
  return {
    // Here each training run stands by itself.
    ...{ head: { ...head, repeats: [] }, rows, judges, second, withoutJudge, withoutBase },
    partly: [...new Map(partly.map((one) => [`${one.run} ${one.set} ${one.judge}`, one])).values()],
    unjudged: [...new Map(unjudged.map((one) => [`${one.run} ${one.judge}`, one])).values()],
  };
}

function missing(sides: { before: JudgedSide; after: JudgedSide }, judge: string, before: string, after: string) {
  return [
    ...(sides.before.judging === null ? [{ run: sides.before.run, name: before, judge }] : []),
    ...(sides.after.judging === null ? [{ run: sides.after.run, name: after, judge }] : []),
  ];
}
