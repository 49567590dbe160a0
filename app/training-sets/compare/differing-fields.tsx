import { Table, Td, Th, Tr } from "@/components/ui/table";
import { FoldedValue } from "../_parts/folded-value";
import { Panel } from "../_parts/panel";
import type { DifferingField } from "./fields";

/** What was asked for differently: without it a difference in counts says nothing. */
export function DifferingFields({ fields }: { fields: readonly DifferingField[] }) {
  return (
    <Panel title="What they were frozen from">
      {fields.length === 0 ? (
        <p className="px-4 py-3 text-muted">
          The same filter, judges and pool. Where they differ, the data did: what was judged, labelled or imported
          between the two.
        </p>
      ) : (
        <Table label="What they were frozen from">
          <thead>
            <tr>
              <Th className="pl-4">What differs</Th>
              <Th>A</Th>
              <Th>B</Th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ field, first, second }) => (
              <Tr key={field}>
                <th scope="row" className="px-2.5 py-1 pl-4 text-left align-top font-normal text-muted">
                  {field}
                </th>
                <Td className="break-words align-top [overflow-wrap:anywhere]">
                  <FoldedValue text={first} />
                </Td>
                <Td className="break-words align-top [overflow-wrap:anywhere]">
                  <FoldedValue text={second} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}
