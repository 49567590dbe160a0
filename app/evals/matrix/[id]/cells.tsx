import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { type GridColumn, gridOf } from "@/domain/eval/matrix-grid";
import { settingsOf } from "@/domain/eval/plan";
import { inferenceWords } from "@/domain/eval/settings-words";
import { formatNumber } from "@/domain/format";
import { WAY_WORDS } from "../../_matrices/words";
import { Cell } from "./cell";
import type { EvalMatrix } from "./matrix";

/** Models by question sets and ways. */
export function Cells({ matrix }: { matrix: EvalMatrix }) {
  const { columns, rows } = gridOf(matrix.cells);
  if (rows.length === 0)
    return (
      <p className="px-4 pb-4 text-muted md:px-5">Its models or question sets were removed, and its cells with them.</p>
    );
  return (
    <div className="border-line border-y">
      <Table label="Cells of the eval matrix">
        <thead>
          <tr>
            <Th className="pl-4 md:pl-5">Model</Th>
            {columns.map((column) => (
              <Th key={`${column.set} ${column.way}`} className="h-auto min-w-48 whitespace-normal py-1.5 align-top">
                <Link href={`/questions/${column.set}`} className="text-ink hover:underline">
                  {column.setName}
                </Link>
                <Column column={column} matrix={matrix} />
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.model}>
              <Td className="min-w-36 max-w-72 py-2 pl-4 align-top md:pl-5">
                <Link href={`/models/${row.model}`} className="break-words font-medium hover:underline">
                  {row.modelName}
                </Link>
              </Td>
              {row.cells.map((cell, index) => (
                <Td key={`${columns[index]?.set} ${columns[index]?.way}`} className="max-w-80 py-2 align-top">
                  {cell ? <Cell cell={cell} /> : <span className="text-faint">–</span>}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

/** How the set is answered in this way, under its name. */
function Column({ column, matrix }: { column: GridColumn; matrix: EvalMatrix }) {
  const { way } = column;
  const asked = settingsOf(matrix.plan, { modelId: 0, questionSetId: column.set, way });
  const { limit } = asked.questions;
  return (
    <>
      <span className="block">{WAY_WORDS[way]}</span>
      <span className="block text-faint">
        {inferenceWords(asked.settings)}
        {limit !== null && ` · at most ${formatNumber(limit)}`}
      </span>
    </>
  );
}
