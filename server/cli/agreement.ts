/** `swirl agreement` */
import type { Figure } from "@/domain/agreement/bootstrap";
import { WORDS } from "@/domain/agreement/pairs";
import { FEW } from "@/domain/agreement/slices";
import { formatCount, formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { Db } from "@/server/db";
import type { NamedRun } from "@/server/queries/compare/named-run";
import { type Agreement, readAgreement } from "@/server/services/agreement/read";
import { resolveRun } from "@/server/services/runs";
import { align } from "./align";
import { UsageError } from "./exit-status";
import { POOL_OPTIONS, poolFromOptions } from "./pool-options";
import { print, printJson } from "./print";
import { readArgs } from "./read-args";

const HELP = `Usage: swirl agreement --a NAME --b NAME [--json] [pool options]
Prints how far two judging runs agree on the trajectories that both have judged, with 95 % intervals.
  --a NAME               the reference, such as a person's; NAME@2 is its second version, an id works too
  --b NAME               the judge that is measured
  --with NAME            a further judge, for Krippendorff's alpha among all of them; may be repeated
  --json                 one JSON object instead of tables
Pool; without any of these, all trajectories:
  --set KEY|NAME         trajectories on this question set; may be repeated
  --rollout-run NAME     trajectories of this rollout run; may be repeated
  --labelling-run NAME   whose outcomes slice; else the labelling run that covers most of the pool
  --pool QUERY           any other pool, as the query string of a page's address, such as "set=1&min-steps=3"`;

const { "judging-run": _, ...OPTIONS } = POOL_OPTIONS;

export async function agreementCommand(args: string[], db: Db): Promise<void> {
  const values = readArgs(
    args,
    { ...OPTIONS, a: { type: "string" }, b: { type: "string" }, with: { type: "string", multiple: true } },
    HELP,
  );
  if (values.help) return print(HELP);
  if (values.a === undefined || values.b === undefined)
    throw new UsageError(`name two judging runs with --a and --b\n\n${HELP}`);
  const idOf = async (name: string) => (await resolveRun(db.pool, "judging run", name)).id;
  const agreement = await readAgreement(db, {
    pool: await poolFromOptions(db, values),
    a: await idOf(values.a),
    b: await idOf(values.b),
    others: await Promise.all((values.with ?? []).map(idOf)),
  });
  if (values.json) printJson(asJson(agreement));
  else print(asText(agreement));
}

/** The headline figures stand at the top, as scripts ask for them. */
function asJson({ steps, figures, ...rest }: Agreement) {
  const { all, ruled, missingA, missingB, missingBoth } = steps;
  const missing = { a: missingA, b: missingB, both: missingBoth };
  return { steps: ruled, stepsOfBoth: all, missing, ...figures, ...rest };
}

const FIGURES: [name: string, key: keyof Agreement["figures"], unit: string][] = [
  ["agreement (three words)", "agreement", "steps"],
  ["agreement (neutral is reasonable)", "agreementBinary", "steps"],
  ["Cohen's kappa (neutral is reasonable)", "kappa", "steps"],
  ["Cohen's kappa (three words)", "kappaThreeWay", "steps"],
  ["Krippendorff's alpha (nominal)", "alpha", "steps"],
  ["Krippendorff's alpha (ordinal)", "alphaOrdinal", "steps"],
  ["precision of unreasonable", "precision", "steps unreasonable by B"],
  ["recall of unreasonable", "recall", "steps unreasonable by A"],
  ["first-error accuracy", "firstErrorAccuracy", "trajectories"],
  ["  where both settle it", "firstErrorSettled", "trajectories"],
];
const SHARES: ReadonlySet<string> = new Set([
  "agreement",
  "agreementBinary",
  "precision",
  "recall",
  "firstErrorAccuracy",
  "firstErrorSettled",
]);

function asText(agreement: Agreement): string {
  const { judged, steps, figures, slices, among, calibration, firstErrors } = agreement;
  if (judged.both === 0) return `No trajectory of the pool was judged by both.\n${headOf(agreement)}`;
  const headline = FIGURES.map(([name, key, unit]) => [
    name,
    ...written(figures[key], SHARES.has(key)),
    `${formatNumber(figures[key].n)} ${unit}`,
  ]);
  const words = [
    ["A \\ B", ...WORDS.map((word) => (word === "none" ? "no verdict" : word))],
    ...agreement.words.map((row, at) => [
      WORDS[at] === "none" ? "no verdict" : (WORDS[at] ?? ""),
      ...row.map((count) => formatNumber(count)),
    ]),
  ];
  const sliced = [
    ["", "steps", "agreement", "95 %", "kappa", "95 %"],
    ...slices.map(({ by, name, steps: { ruled }, isSmall, figures: own }) => [
      `${by}: ${name}${isSmall ? " *" : ""}`,
      formatNumber(ruled),
      ...written(own.agreementBinary, true),
      ...written(own.kappa, false),
    ]),
  ];
  const parts = [
    headOf(agreement),
    align([["", "", "95 %", "n"], ...headline]),
    `First errors: of ${formatCount(judged.both, "trajectory", "trajectories")} ${formatNumber(firstErrors.open)} left out, because A does not settle where the first is; on ${formatNumber(firstErrors.withGaps)} B left a step before it without a verdict, which counts as not found.`,
    align(words),
    `${align(sliced)}\n* fewer than ${FEW.steps} steps or ${FEW.questions} questions: says little`,
  ];
  if (steps.ruled === 0) parts.push("There is no step that both have a verdict on.");
  if (calibration)
    parts.push(
      `B's scores: expected calibration error ${formatNumber(calibration.ece, 3)} over ${formatCount(calibration.steps, "step")}; most agreement from ${calibration.agreement.least}, best kappa ${calibration.kappa ? `from ${calibration.kappa.least}` : "undefined"}`,
    );
  if (among)
    parts.push(
      `Among ${among.judges.map(({ name }) => name).join(", ")}: alpha ${written(among.alpha, false).join(" ")} nominal, ${written(among.alphaOrdinal, false).join(" ")} ordinal, ${formatCount(among.alpha.n, "ruling")}`,
    );
  return parts.join("\n\n");
}

function headOf({ a, b, sampled, judged, questions, steps, labellingRun }: Agreement): string {
  return [
    `A: ${describe(a)}`,
    `B: ${describe(b)}`,
    ...sampled.map(({ note }) => note),
    `Both judged ${formatCount(judged.both, "trajectory", "trajectories")} of ${formatCount(questions, "question")}; only A ${formatNumber(judged.onlyA)}, only B ${formatNumber(judged.onlyB)}, neither ${formatNumber(judged.neither)}`,
    `${formatCount(steps.all, "step")}, both ruled on ${formatNumber(steps.ruled)}; no verdict of A ${formatNumber(steps.missingA)}, of B ${formatNumber(steps.missingB)}, of both ${formatNumber(steps.missingBoth)}`,
    `Outcomes: ${labellingRun ? describe(labellingRun) : "nothing is labelled"}`,
  ].join("\n");
}

function written({ value, interval }: Figure, isShare: boolean): [value: string, interval: string] {
  if (value === null) return ["undefined", "–"];
  if (isShare) return [formatShare(value), interval ? formatInterval(interval) : "–"];
  return [
    formatNumber(value, 3),
    interval ? `${formatNumber(interval.low, 3)} to ${formatNumber(interval.high, 3)}` : "–",
  ];
}

const describe = (run: NamedRun) => `${run.name}, version ${run.version} (id ${run.id})`;
