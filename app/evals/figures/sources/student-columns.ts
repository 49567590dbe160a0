/** Students beside the model trained from and the judge's model, as a table. */
import type { ApiOutputs } from "@/app/trpc";
import type { Column } from "@/components/charts/columns";
import type { BarLook } from "@/components/charts/interval-bars";
import { accuracyColumns, seedsColumn } from "../_parts/columns";
import { trajectoriesOf } from "../_parts/words";

export type StudentRow = ApiOutputs["evalFigures"]["sources"]["students"]["rows"][number];
type Cell = StudentRow["student"];
export type StudentEntry = { row: StudentRow; who: string; model: string; cell: Cell };

export const STUDENT_LOOKS: BarLook[] = [
  { key: "base", name: "before training", colour: "var(--faint)", opacity: 0.4, dash: "3 2" },
  { key: "student", name: "student", colour: "light-dark(#0b7a66, #2fbf9f)", opacity: 1 },
  { key: "judge", name: "judge's model", colour: "light-dark(#4640bd, #a7a4fa)", opacity: 0.5 },
];

/** In the order of `STUDENT_LOOKS`. */
export const cellsOf = ({ base, student, judge }: StudentRow) => [base, student, judge];

/** What was evaluated of each row, each under the name of its own model. */
export function entriesOf(rows: readonly StudentRow[]): StudentEntry[] {
  return rows.flatMap((row) => {
    const models = [row.baseModel.name, row.name, row.judgeModel.name];
    return cellsOf(row).flatMap((cell, at) =>
      cell ? [{ row, who: STUDENT_LOOKS[at]?.name ?? "", model: models[at] ?? "", cell }] : [],
    );
  });
}

export const STUDENT_COLUMNS: Column<StudentEntry>[] = [
  {
    name: "Student",
    of: ({ row }) => `${row.name} (${row.key})`,
    href: ({ row }) => (row.runs[0] ? `/training/${row.runs[0].id}` : null),
  },
  { name: "Question set", of: ({ row }) => row.set.name },
  { name: "Who", of: ({ who }) => who },
  { name: "Model", of: ({ model }) => model },
  ...accuracyColumns<StudentEntry>(
    ({ cell }) => cell,
    ({ row, cell }) => trajectoriesOf(cell.evals, row.set.id),
  ),
  seedsColumn(({ cell }) => cell),
];
