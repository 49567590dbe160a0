/** The table of a run, for the terminal and for docs/performance.md. */
import { GOAL_TRAJECTORIES, measureOf } from "./goals";
import { growth, isLinear, type Results, type Row } from "./results";

const number = (value: number) => value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
const yesNo = (met: boolean | null) => (met === null ? "" : met ? "yes" : "no");

function columns(results: Results): string[][] {
  const { smaller } = results;
  const head = [
    "work",
    ...(smaller ? [`median, ${number(smaller.trajectories)}`] : []),
    "median",
    "p95",
    "unit",
    "goal",
    "met",
    "limit",
    "ratio",
    ...(smaller ? ["growth"] : []),
    "samples",
  ];
  const lines = results.rows.map((row) => {
    const before = smaller?.rows.find(({ work }) => work === row.work);
    const exponent = growth(results, row.work);
    return [
      row.work,
      ...(smaller ? [before ? number(before.median) : ""] : []),
      number(row.median),
      number(row.p95),
      row.unit,
      row.goal ?? "",
      yesNo(row.met),
      row.limit === null ? "" : number(row.limit),
      row.ratio === null ? "" : row.ratio.toFixed(3),
      ...(smaller ? [exponent === null ? "" : `${exponent.toFixed(2)}${isLinear(exponent) ? "" : " !"}`] : []),
      number(row.samples),
    ];
  });
  return [head, ...lines];
}

const noteOf = ({ work, note }: Row) => (note === null ? [] : [`${work}: ${note}`]);

/** What the table alone does not say, a sentence each. */
function remarks(results: Results): string[] {
  const { trajectories, smaller, notMeasured } = results;
  const isSmall = trajectories < GOAL_TRAJECTORIES;
  return [
    ...(isSmall ? [`The goals are for ${number(GOAL_TRAJECTORIES)} trajectories; of fewer, "met" says little.`] : []),
    ...(smaller
      ? [`growth: cost ~ trajectories^growth from ${number(smaller.trajectories)}; "!" is more than linear.`]
      : []),
    ...results.rows.flatMap(noteOf),
    ...notMeasured.map((what) => `Not measured: ${what}`),
  ];
}

export function tableText(results: Results): string {
  const rows = columns(results);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [`${number(results.trajectories)} trajectories`, "", ...lines, "", ...remarks(results)].join("\n");
}

const [BEGIN, END] = ["<!-- figures of npm run bench: begin -->", "<!-- figures of npm run bench: end -->"];

/** docs/performance.md with the figures of a run in the place that is marked for them. Throws where it is not. */
export function withFigures(page: string, results: Results): string {
  const [before, after] = [page.split(BEGIN)[0], page.split(END)[1]];
  if (before === undefined || after === undefined || !page.includes(BEGIN))
    throw new Error(`The page has no place for the figures: "${BEGIN}" and "${END}".`);
  return `${before}${BEGIN}\n\n${figures(results)}\n\n${END}${after}`;
}

function figures(results: Results): string {
  const { cores, memoryGb, node, postgres } = results.machine;
  const [head = [], ...lines] = columns(results);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const told = results.rows.map(({ work }) => {
    const { says, beside } = measureOf(work);
    return `- \`${work}\`: ${says}${beside === null ? "" : `; the limit beside it: ${beside}`}.`;
  });
  return [
    `${number(results.trajectories)} trajectories, seed "${results.seed}", ${results.measuredAt.slice(0, 10)}: ${cores} cores, ${memoryGb} GB of memory, Node ${node}, PostgreSQL ${postgres}.`,
    [line(head), line(head.map(() => "---")), ...lines.map(line)].join("\n"),
    told.join("\n"),
    remarks(results)
      .map((remark) => `- ${remark}`)
      .join("\n"),
  ].join("\n\n");
}
