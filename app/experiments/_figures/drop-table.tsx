/** From a pool to what is kept of it, stage by stage; a column for each filter. */
import { ModeSwatch } from "@/components/glyphs/mode-badge";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { FilterMode } from "@/domain/filter";
import type { Drop, DropRow } from "@/domain/filtering/drops";
import { formatNumber } from "@/domain/format";

const STAGE_WORDS: Record<DropRow["stage"], { name: string; says: string }> = {
  "without-steps": { name: "Without steps", says: "Trajectories that hold no step: no filter can keep any of them" },
  "held-out": { name: "Held out", says: "Their question is one of the held-out sets, or overlaps with one" },
  mode: { name: "Filter mode", says: "Not correct, not reasonable, or not known to be" },
  "context-tokens": { name: "Long contexts", says: "The context has more tokens than the limit" },
  "per-question": { name: "Cap a question", says: "More trajectories of one question than the cap; drawn by the seed" },
  weights: { name: "Mix of sets", says: "More of a question set than its weight allows, or of a set without one" },
  sample: { name: "Sample", says: "Not drawn" },
  "repeated-context": { name: "Repeated contexts", says: "Each context is kept once" },
  matching: { name: "Matching", says: "Drawn down to the distinct contexts of the smallest arm" },
};

export function DropTable(props: {
  columns: readonly { key: string; name: string; mode: FilterMode; pool: Drop; kept: Drop }[];
  rows: readonly DropRow[];
}) {
  const { columns, rows } = props;
  return (
    <Table label="What each stage leaves out">
      <thead>
        <tr>
          <Th className="sm:pl-4">Stage</Th>
          {columns.map(({ key, name, mode }) => (
            <Th key={key} numeric className="max-w-32 whitespace-normal py-1">
              <span className="inline-flex items-center gap-1.5">
                <ModeSwatch mode={mode} />
                {name}
              </span>
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Line name="The pool" drops={columns.map(({ pool }) => pool)} isTotal />
        {rows.map(({ stage, arms }) => (
          <Line key={stage} name={STAGE_WORDS[stage].name} says={STAGE_WORDS[stage].says} drops={arms} isLoss />
        ))}
        <Line name="Kept" drops={columns.map(({ kept }) => kept)} isTotal />
      </tbody>
    </Table>
  );
}

function Line(props: { name: string; says?: string; drops: readonly Drop[]; isTotal?: boolean; isLoss?: boolean }) {
  return (
    <Tr className={cn(props.isTotal && "font-medium")}>
      <th
        scope="row"
        title={props.says}
        className={cn(
          "whitespace-nowrap px-2.5 py-1 text-left align-top sm:pl-4",
          props.isTotal ? "font-medium" : "font-normal",
        )}
      >
        {props.name}
      </th>
      {props.drops.map(({ trajectories, subTrajectories }, index) => (
        <Td key={index} numeric className="align-top">
          {trajectories + subTrajectories === 0 && props.isLoss ? (
            <span className="text-faint">0</span>
          ) : (
            <>
              {props.isLoss && trajectories > 0 && "−"}
              {formatNumber(trajectories)}
              <span className="block font-normal text-faint text-xs">
                {props.isLoss && subTrajectories > 0 && "−"}
                {formatNumber(subTrajectories)}
              </span>
            </>
          )}
        </Td>
      ))}
    </Tr>
  );
}
