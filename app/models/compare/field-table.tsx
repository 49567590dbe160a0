/** Fields of two side by side: those that differ, and the equal ones folded beneath. */
import type { ReactNode } from "react";
import { FoldedValue } from "@/app/training-sets/_parts/folded-value";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatCount } from "@/domain/format";
import { compareFields, type Difference, isDifferent } from "@/domain/training/differences";

export function FieldTable(props: {
  /** What they are fields of, for a table's name */
  title: string;
  /** null: this one has none of it */
  a: unknown;
  b: unknown;
  /** Fields are named as in a file, and there are many */
  isCode?: boolean;
}) {
  const { title, a, b, isCode = false } = props;
  const fields = compareFields([a ?? {}, b ?? {}]);
  if (a === null || b === null) return <OneSide {...{ title, fields, isCode, side: a === null ? 1 : 0 }} />;
  const differing = fields.filter(isDifferent);
  const equal = fields.filter((field) => !isDifferent(field));
  return (
    <Part title={title} note={differing.length === 0 ? "nothing differs" : null}>
      {differing.length > 0 && (
        <Rows label={`${title}: what differs`} fields={differing} columns={BOTH} isCode={isCode} />
      )}
      {equal.length > 0 && (
        <Folded summary={`${formatCount(equal.length, "field")} alike`}>
          <Rows label={`${title}: what is alike`} fields={equal} columns={ALIKE} isCode={isCode} />
        </Folded>
      )}
    </Part>
  );
}

/** What only one of the two has. */
function OneSide(props: { title: string; fields: readonly Difference[]; isCode: boolean; side: 0 | 1 }) {
  const { title, fields, isCode, side } = props;
  const rows = <Rows label={title} fields={fields} columns={[BOTH[side]]} isCode={isCode} />;
  return (
    <Part title={title} note={fields.length === 0 ? "not recorded" : `only ${BOTH[side].name}`}>
      {isCode ? <Folded summary={formatCount(fields.length, "field")}>{rows}</Folded> : rows}
    </Part>
  );
}

function Part({ title, note, children }: { title: string; note: string | null; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 border-line border-t first:border-t-0">
      <h3 className="px-4 pt-2.5 pb-1 font-medium">
        {title}
        {note !== null && <span className="ml-2 font-normal text-muted">{note}</span>}
      </h3>
      {children}
    </section>
  );
}

function Folded({ summary, children }: { summary: string; children: ReactNode }) {
  return (
    <details className="pb-1">
      <summary className="cursor-pointer px-4 py-1.5 text-muted hover:text-ink">{summary}</summary>
      {children}
    </details>
  );
}

type Column = { name: string; index: number };
const BOTH = [
  { name: "A", index: 0 },
  { name: "B", index: 1 },
] as const;
const ALIKE: readonly Column[] = [{ name: "Both", index: 0 }];

function Rows(props: { label: string; fields: readonly Difference[]; columns: readonly Column[]; isCode: boolean }) {
  const { label, fields, columns, isCode } = props;
  const text = cn("break-words py-1 align-top [overflow-wrap:anywhere]", isCode && "font-mono text-xs");
  return (
    <Table label={label} className="table-fixed">
      <thead>
        <tr>
          <Th className="w-1/3 pl-4 sm:w-60">Field</Th>
          {columns.map(({ name }) => (
            <Th key={name}>{name}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map(({ path, values }) => (
          <Tr key={path}>
            <th scope="row" className={cn("pr-2.5 pl-4 text-left font-normal text-muted", text)}>
              {path}
            </th>
            {columns.map(({ index }) => (
              <Td key={index} className={text}>
                <FoldedValue text={values[index] ?? ""} />
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
