/** `swirl compare` */
import type { ModeFigures } from "@/domain/comparison";
import { FilterMode, Outcome } from "@/domain/filter";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import { ProcessLabel } from "@/domain/verdict";
import type { Db } from "@/server/db";
import { comparePool, type PoolComparison } from "@/server/queries/compare/compare-pool";
import type { NamedRun } from "@/server/queries/compare/named-run";
import { align } from "./align";
import { UsageError } from "./exit-status";
import { POOL_HELP, POOL_OPTIONS, poolFromOptions } from "./pool-options";
import { print, printJson } from "./print";
import { readArgs } from "./read-args";

const HELP = `Usage: swirl compare --judging-run NAME [--json] [pool options]
Prints what each filter mode keeps of a pool, and the process × outcome matrix.
  --json                 one JSON object instead of tables
${POOL_HELP}`;

export async function compareCommand(args: string[], db: Db): Promise<void> {
  const values = readArgs(args, POOL_OPTIONS, HELP);
  if (values.help) return print(HELP);
  if (values["judging-run"] === undefined) throw new UsageError(`name a judging run\n\n${HELP}`);
  const comparison = await comparePool(db, await poolFromOptions(db, values));
  if (values.json) printJson(asJson(comparison));
  else print(asText(comparison));
}

function asJson({ modes, matrix, ...pool }: PoolComparison) {
  const { pool: conditions, ...head } = pool;
  return { pool: { ...head, conditions }, modes, matrix };
}

const ROWS: [string, (figures: ModeFigures) => string][] = [
  ["trajectories", (of) => formatNumber(of.trajectories)],
  ["sub-trajectories", (of) => formatNumber(of.subTrajectories)],
  ["distinct contexts", (of) => formatNumber(of.distinctContexts)],
  ["questions", (of) => formatNumber(of.questions)],
  ["share of the pool", (of) => percent(of.share)],
  ["correct", (of) => formatNumber(of.correct)],
  ["incorrect", (of) => formatNumber(of.incorrect)],
  ["unlabelled", (of) => formatNumber(of.unlabelled)],
  ["correct of labelled", (of) => percent(of.shareCorrect?.share)],
  ["  95 % interval", (of) => (of.shareCorrect ? formatInterval(of.shareCorrect) : "–")],
  ["mean steps", (of) => (of.meanSteps === null ? "–" : formatNumber(of.meanSteps, 2))],
  ["tokens", (of) => (of.tokens.recorded === 0 ? "not recorded" : formatNumber(of.tokens.total))],
  ["  not recorded for", (of) => formatNumber(of.tokens.notRecorded)],
];

function asText(comparison: PoolComparison): string {
  const { judgingRun, labellingRun, modes, matrix } = comparison;
  const head = [
    `Pool: ${formatNumber(comparison.trajectories)} trajectories, ${formatNumber(comparison.subTrajectories)} sub-trajectories, ${formatNumber(comparison.questions)} questions`,
    `Question sets: ${comparison.questionSets.map((set) => set.name).join(", ") || "none"}`,
    `Rollout runs: ${comparison.rolloutRuns.map((run) => run.name).join(", ") || "none"}`,
    `Judging run: ${describe(judgingRun)}`,
    `Labelling run: ${labellingRun ? describe(labellingRun) : "nothing in the pool is labelled"}`,
  ];
  if (comparison.fromSample > 0)
    head.push(`${formatNumber(comparison.fromSample)} of the trajectories belong to the sample pool`);
  const byMode = [
    ["", ...FilterMode.options],
    ...ROWS.map(([name, figure]) => [name, ...FilterMode.options.map((mode) => figure(modes[mode]))]),
  ];
  const crossed = [
    ["", ...Outcome.options],
    ...ProcessLabel.options.map((process) => [
      process,
      ...Outcome.options.map((outcome) => formatNumber(matrix[process][outcome])),
    ]),
  ];
  return [head.join("\n"), align(byMode), align(crossed)].join("\n\n");
}

const describe = (run: NamedRun) => `${run.name}, version ${run.version} (id ${run.id})`;
const percent = (share: number | null | undefined) => (share == null ? "–" : formatShare(share));
