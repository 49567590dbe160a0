/** From the whole pool down to what each arm keeps, stage by stage: what is missing stands in a row of its own. */
import type { ArmFigures, PoolFigures } from "./figures";
import { STAGES, type Stage } from "./select";

export type Drop = { trajectories: number; subTrajectories: number };
/** What a row leaves out of each arm, in the order of the arms. */
export type DropRow = { stage: "without-steps" | Stage; arms: Drop[] };

const NOTHING: Drop = { trajectories: 0, subTrajectories: 0 };

/** Only the stages that leave something out of at least one arm. An arm's rows and what it keeps add up to the pool. */
export function dropRows(
  pool: Pick<PoolFigures, "withoutSteps">,
  arms: readonly Pick<ArmFigures, "dropped">[],
): DropRow[] {
  const rows: DropRow[] = [];
  if (pool.withoutSteps > 0) {
    const drop = { trajectories: pool.withoutSteps, subTrajectories: 0 };
    rows.push({ stage: "without-steps", arms: arms.map(() => drop) });
  }
  for (const stage of STAGES) {
    const drops = arms.map(({ dropped }) => dropped.find((one) => one.stage === stage));
    if (drops.every((drop) => drop === undefined)) continue;
    rows.push({
      stage,
      arms: drops.map((drop) =>
        drop ? { trajectories: drop.trajectories, subTrajectories: drop.subTrajectories } : NOTHING,
      ),
    });
  }
  return rows;
}
