/** What the database holds, and where it is. */
import type { ReactNode } from "react";
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatBytes, formatCount } from "@/domain/format";
import { Section } from "./section";

export function DataSection({ facts }: { facts: ApiOutputs["library"]["databaseFacts"] }) {
  const where = facts.address === null ? "a local socket" : `${facts.address}, port ${facts.port}`;
  return (
    <Section id="data" title="Data">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <Fact name="Database">
          {facts.database} on PostgreSQL {facts.postgres}, at {where}
        </Fact>
        <Fact name="Size">{formatBytes(facts.bytes)}</Fact>
        <Fact name="Data revision">
          <Num value={facts.revision} /> <span className="text-muted">(goes up with every change of the data)</span>
        </Fact>
        <Fact name="Schema">{formatCount(facts.migrations, "migration")} applied</Fact>
      </dl>
      <div className="mt-3 overflow-hidden rounded-md border border-line">
        <Table label="What the database holds">
          <thead>
            <tr>
              <Th>What</Th>
              <Th numeric>Rows</Th>
              <Th numeric>On disk</Th>
            </tr>
          </thead>
          <tbody>
            {facts.tables.map((table) => (
              <Tr key={table.name}>
                <Td>{table.name}</Td>
                <Td numeric>
                  <Num value={table.rows} />
                </Td>
                <Td numeric>{formatBytes(table.bytes)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="break-words">{children}</dd>
    </>
  );
}
