/** What the arm's filter asks for, of which pool, and what each of its stages left out. */
import { DropTable } from "@/app/experiments/_figures/drop-table";
import { PoolBox } from "@/app/judging/_parts/pool-box";
import type { Names } from "@/domain/browse";
import { dropRows } from "@/domain/filtering/drops";
import { STAGES } from "@/domain/filtering/select";
import { filterInWords } from "@/domain/training-set/card";
import { Panel } from "../_parts/panel";
import type { Facts, TrainingSet } from "./client";

export function FilterPanel({ set, facts, names }: { set: TrainingSet; facts: Facts; names: Names }) {
  const { filter, matchedTo, pool } = set;
  const kept = { trajectories: set.trajectories ?? 0, subTrajectories: set.subTrajectories ?? 0 };
  return (
    <Panel title="The filter">
      <div className="grid sm:grid-cols-2">
        <div className="flex flex-col gap-3 px-4 py-3">
          <div>
            <h3 className="mb-1 text-faint text-xs">Its rules</h3>
            <ul className="flex flex-col gap-0.5">
              {filterInWords(filter, matchedTo).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
          <div>
            <h3 className="mb-1 text-faint text-xs">The pool, as it was asked for</h3>
            <PoolBox pool={pool} names={names} isFixed />
          </div>
        </div>
        <div className="min-w-0 border-line max-sm:border-t sm:border-l">
          <h3 className="px-4 pt-3 text-faint text-xs">
            What each stage left out: trajectories, and small below their sub-trajectories
          </h3>
          <DropTable
            columns={[{ key: "set", name: set.arm, mode: filter.mode, pool: facts.pool, kept }]}
            rows={rowsOf(facts, kept.trajectories)}
          />
        </div>
      </div>
    </Panel>
  );
}

function rowsOf({ pool, dropped }: Facts, kept: number) {
  const known = dropped.flatMap(({ stage, ...counts }) => {
    const found = STAGES.find((one) => one === stage);
    return found ? [{ stage: found, ...counts }] : [];
  });
  const lost = known.reduce((sum, { trajectories }) => sum + trajectories, 0);
  return dropRows({ withoutSteps: pool.trajectories - kept - lost }, [{ dropped: known }]);
}
