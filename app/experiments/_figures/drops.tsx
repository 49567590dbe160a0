/** From the whole pool to what each arm keeps, stage by stage. */
import { dropRows } from "@/domain/filtering/drops";
import type { PoolFigures } from "@/domain/filtering/figures";
import type { ShownArm } from "../_plan/use-evaluation";
import { DropTable } from "./drop-table";

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
      <DropTable
        columns={shown.map(({ key, arm: { name, filter, figures } }) => ({
          ...{ key, name, pool },
          mode: filter.mode,
          kept: figures,
        }))}
        rows={rows}
      />
    </section>
  );
}
