import type { ApiOutputs } from "@/app/trpc";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatCount } from "@/domain/format";

type Rows = ApiOutputs["trainingRun"]["compare"]["differences"];

/** What was set differently: without it a difference between two lines says nothing. */
export function Differences({ names, rows }: { names: readonly string[]; rows: Rows }) {
  return (
    <details className="min-w-0 rounded-lg border border-line bg-panel">
      <summary className="cursor-pointer px-4 py-2">
        <span className="font-medium">Where their configs differ</span>
        <span className="ml-3 text-muted">{rows.length === 0 ? "nowhere" : formatCount(rows.length, "field")}</span>
      </summary>
      {rows.length > 0 && (
        <Table label="Fields of the configs that differ" className="border-line border-t">
          <thead>
            <tr>
              <Th>Field</Th>
              {names.map((name, index) => (
                <Th key={index}>{name}</Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ path, values }) => (
              <Tr key={path}>
                <Td className="whitespace-nowrap font-mono text-xs">{path}</Td>
                {values.map((value, index) => (
                  <Td key={index} className="max-w-72 truncate font-mono text-xs" title={value}>
                    {value}
                  </Td>
                ))}
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </details>
  );
}
