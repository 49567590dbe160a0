/** The process table: shares before and after by two judges, gains, the gap, and what each compares. */
import type { ApiOutputs } from "@/app/trpc";
import type { Column } from "@/components/charts/columns";
import { formatNumber, formatShare } from "@/domain/format";
import { boundsOf, inPoints, signed } from "../_parts/words";

export type ProcessRow = ApiOutputs["evalFigures"]["process"]["rows"][number];
type Figure = ProcessRow["figures"]["gap"];
type Side = ProcessRow["own"]["before"];

const shares = (name: string, of: (row: ProcessRow) => Figure, side: (row: ProcessRow) => Side | undefined) =>
  [
    {
      name,
      of: (row) => of(row).value,
      write: formatShare,
      href: (row) => {
        const seen = side(row);
        return seen?.judging
          ? `/trajectories?${new URLSearchParams({ run: String(seen.run), set: String(row.set.id), judge: String(seen.judging) })}`
          : null;
      },
    },
    { name: `${name}, low`, of: (row) => boundsOf(of(row).interval).low, write: formatShare },
    { name: `${name}, high`, of: (row) => boundsOf(of(row).interval).high, write: formatShare },
  ] satisfies Column<ProcessRow>[];

const gains = (name: string, of: (row: ProcessRow) => Figure) =>
  [
    { name: `${name}, points`, of: (row) => inPoints(of(row).value), write: signed },
    { name: `${name} low, points`, of: (row) => inPoints(boundsOf(of(row).interval).low), write: signed },
    { name: `${name} high, points`, of: (row) => inPoints(boundsOf(of(row).interval).high), write: signed },
  ] satisfies Column<ProcessRow>[];

const counted = (name: string, of: (row: ProcessRow) => number | null) =>
  ({ name, of, write: formatNumber }) satisfies Column<ProcessRow>;

const byJudge = (name: string, judge: "own" | "other"): Column<ProcessRow>[] => [
  ...shares(
    `${name}: before`,
    ({ figures }) => figures[judge].before,
    (row) => row[judge]?.before,
  ),
  ...shares(
    `${name}: after`,
    ({ figures }) => figures[judge].after,
    (row) => row[judge]?.after,
  ),
  ...gains(`${name}: gain`, ({ figures }) => figures[judge].gain),
  counted(`${name}: questions compared`, (row) => (row[judge] ? row.figures.compared[judge] : null)),
  counted(`${name}: judged before`, (row) => row[judge]?.before.judged ?? null),
  counted(`${name}: judged after`, (row) => row[judge]?.after.judged ?? null),
];

export const secondWords = ({ other, otherHadPart }: ProcessRow, second: string | null) =>
  other && second !== null ? `${second}${otherHadPart ? " (had a part in the training)" : ""}` : null;

export const processColumns = (second: string | null): Column<ProcessRow>[] => [
  { name: "Model", of: ({ run }) => `${run.name} (${run.id})`, href: ({ run }) => `/training/${run.id}` },
  { name: "Question set", of: ({ set }) => set.name },
  { name: "Distribution", of: ({ distribution }) => distribution ?? "not recorded" },
  { name: "Judge that trained", of: ({ judge }) => judge },
  { name: "Second judge", of: (row) => secondWords(row, second) },
  ...byJudge("Judge that trained", "own"),
  ...byJudge("Second judge", "other"),
  ...gains("Gap", ({ figures }) => figures.gap),
  counted("Gap: questions compared", ({ other, figures }) => (other ? figures.compared.gap : null)),
  counted("Trajectories before", ({ own }) => own.before.of),
  counted("Trajectories after", ({ own }) => own.after.of),
];
