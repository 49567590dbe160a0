/** The transfer matrix as a table: a row an arm and a question set that it was evaluated on. */
import type { ApiOutputs } from "@/app/trpc";
import type { Column } from "@/components/charts/columns";
import { MODE_WORDS } from "@/components/glyphs/mode-badge";
import { ALGORITHM_WORDS } from "@/components/training/words";
import { accuracyColumns, gainColumns, seedsColumn } from "../_parts/columns";
import { signed, trajectoriesOf } from "../_parts/words";

export type Transfer = Pick<ApiOutputs["evalFigures"]["transfer"], "matrix" | "setNames">;
export type TransferRow = Transfer["matrix"]["rows"][number];
type Cell = NonNullable<TransferRow["cells"][number]>;
export type TransferEntry = { row: TransferRow; set: Transfer["matrix"]["sets"][number]; cell: Cell };

export function entriesOf({ sets, rows }: Transfer["matrix"]): TransferEntry[] {
  return rows.flatMap((row) =>
    sets.flatMap((set, at) => {
      const cell = row.cells[at];
      return cell ? [{ row, set, cell }] : [];
    }),
  );
}

export const kindOf = ({ group }: TransferRow) =>
  group === null
    ? "base"
    : [...(group.mode ? [MODE_WORDS[group.mode]] : []), ALGORITHM_WORDS[group.algorithm]].join(", ");

/** What a row was trained on, and what its base was before: "a and b; before that c" */
export function trainedOnWords(
  { group, trainedOn: { own, earlier, isWhole } }: TransferRow,
  nameOf: ReadonlyMap<number, string>,
): string {
  const names = (sets: readonly number[]) => sets.map((id) => nameOf.get(id) ?? "a removed set").join(" and ");
  const none = isWhole && group === null ? "nothing here" : "not recorded";
  const gap = own.length > 0 && !isWhole ? "; the rest not recorded" : "";
  return `${names(own) || none}${earlier.length > 0 ? `; before that ${names(earlier)}` : ""}${gap}`;
}

export function transferColumns(nameOf: ReadonlyMap<number, string>): Column<TransferEntry>[] {
  const open = ({ set, cell }: TransferEntry) => trajectoriesOf(cell.accuracy.evals, set.id);
  return [
    {
      name: "Model",
      of: ({ row }) => row.name,
      href: ({ row }) => (row.group?.runs[0] ? `/training/${row.group.runs[0].id}` : null),
    },
    { name: "Trained by", of: ({ row }) => kindOf(row) },
    { name: "Training runs", of: ({ row }) => row.group?.runs.map(({ name }) => name).join("; ") ?? null },
    { name: "Trained on", of: ({ row }) => trainedOnWords(row, nameOf) },
    { name: "Evaluated on", of: ({ set }) => set.name },
    { name: "Distribution", of: ({ cell }) => cell.distribution ?? "not recorded" },
    ...accuracyColumns<TransferEntry>(({ cell }) => cell.accuracy, open),
    seedsColumn(({ cell }) => cell.accuracy),
    ...gainColumns<TransferEntry>(({ cell }) => cell.gain),
    {
      name: "Relative gain, %",
      of: ({ cell }) => {
        const relative = cell.gain?.relative ?? null;
        return relative === null ? null : Number((100 * relative).toPrecision(12));
      },
      write: (value) => `${signed(value)} %`,
    },
  ];
}
