/** Fields of two side by side: those that differ, and the equal ones folded beneath. */

import { cn } from "@/components/ui/cn";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatCount } from "@/domain/format";
import { compareFields, type Difference, isDifferent } from "@/domain/training/differences";

export function FieldTable(props: {
  /** What they are fields of, for a table's name */
  title: string;
  a: unknown;
  b: unknown;
  /** Fields are named as in a file */
  isCode?: boolean;
}) {
  const { title, a, b, isCode = false } = props;
  const fields = compareFields([a ?? {}, b ?? {}]);
  const differing = fields.filter(isDifferent);
  const equal = fields.filter((field) => !isDifferent(field));
  return (
    <section aria-label={title} className="min-w-0 border-line border-t first:border-t-0">
      <h3 className="px-4 pt-2.5 pb-1 font-medium">
        {title}
        {differing.length === 0 && <span className="ml-2 font-normal text-muted">nothing differs</span>}
      </h3>
      {differing.length > 0 && <Rows label={`${title}: what differs`} fields={differing} isCode={isCode} />}
      {equal.length > 0 && (
        <details className="pb-1">
          <summary className="cursor-pointer px-4 py-1.5 text-muted hover:text-ink">
            {formatCount(equal.length, "field")} alike
          </summary>
          <Rows label={`${title}: what is alike`} fields={equal} isCode={isCode} />
        </details>
      )}
    </section>
  );
}

function Rows({ label, fields, isCode }: { label: string; fields: readonly Difference[]; isCode: boolean }) {
  const both = fields.every((field) => !isDifferent(field));
  const text = cn("min-w-28 break-words py-1 align-top [overflow-wrap:anywhere]", isCode && "font-mono text-xs");
  return (
    <Table label={label} className="table-fixed max-sm:table-auto">
      <thead>
        <tr>
          <Th className="w-56 pl-4">Field</Th>
          {both ? (
            <Th>Both</Th>
          ) : (
            <>
              <Th>A</Th>
              <Th>B</Th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {fields.map(({ path, values: [a, b] }) => (
          <Tr key={path}>
            <th scope="row" className={cn("pr-2.5 pl-4 text-left font-normal text-muted", text)}>
              {path}
            </th>
            <Td className={text}>{a}</Td>
            {!both && <Td className={text}>{b}</Td>}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
