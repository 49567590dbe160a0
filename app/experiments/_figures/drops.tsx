/** From the whole pool to what each arm keeps, stage by stage. */
import { ModeSwatch } from "@/components/glyphs/mode-badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { type Drop, type DropRow, dropRows } from "@/domain/filtering/drops";
import type { PoolFigures } from "@/domain/filtering/figures";
import { formatNumber } from "@/domain/format";
import type { ShownArm } from "../_plan/use-evaluation";

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

export function Drops({ pool, shown }: { pool: PoolFigures; shown: readonly ShownArm[] }) {
  const rows = dropRows(
    pool,
    shown.map(({ arm }) => arm.figures),
  );
  return (
    <section aria-labelledby="drops" className="min-w-0 rounded-lg border border-line bg-panel">
      <div className="px-4 pt-3 pb-1">
        <h2 id="drops" className="font-medium">
          What each stage leaves out
        </h2>
        <p className="text-muted text-xs">Trajectories, and small below their sub-trajectories; each column adds up</p>
      </div>
      <Table label="What each stage leaves out">
        <thead>
          <tr>
            <Th className="sm:pl-4">Stage</Th>
            {shown.map(({ key, arm }) => (
              <Th key={key} numeric className="max-w-32 whitespace-normal py-1">
                <span className="inline-flex items-center gap-1.5">
                  <ModeSwatch mode={arm.filter.mode} />
                  {arm.name}
                </span>
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Line name="The pool" drops={shown.map(() => pool)} isTotal />
          {rows.map(({ stage, arms }) => (
            <Line key={stage} name={STAGE_WORDS[stage].name} says={STAGE_WORDS[stage].says} drops={arms} isLoss />
          ))}
          <Line name="Kept" drops={shown.map(({ arm }) => arm.figures)} isTotal />
        </tbody>
      </Table>
    </section>
  );
}

function Line(props: { name: string; says?: string; drops: readonly Drop[]; isTotal?: boolean; isLoss?: boolean }) {
  return (
    <Tr className={props.isTotal ? "font-medium" : "font-normal"}>
      <th
        scope="row"
        title={props.says}
        className="whitespace-nowrap px-2.5 py-1 text-left align-top font-[inherit] sm:pl-4"
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
