/** For which models training on this set is on-policy: those with the very weights that generated it. */
import Link from "next/link";
import { WeightsHash } from "@/app/models/weights-hash";
import { policyOf } from "@/domain/training-set/facts";
import { Panel } from "../_parts/panel";
import type { Around, Facts } from "./client";

type Policy = ReturnType<typeof policyOf>;
const ORDER: readonly Policy[] = ["on-policy", "unknown", "off-policy"];
const SAYS: Record<Policy, { name: string; says: string }> = {
  "on-policy": { name: "On-policy", says: "its own weights generated all of it" },
  unknown: { name: "Unknown", says: "weights are not recorded, of the model or of a rollout run" },
  "off-policy": { name: "Off-policy", says: "other weights generated it, or part of it" },
};

export function Policies({ facts, models }: { facts: Facts; models: Around["models"] }) {
  const groups = ORDER.map((policy) => ({
    policy,
    models: models.filter(({ weightsHash }) => policyOf(facts, weightsHash) === policy),
  })).filter((group) => group.models.length > 0);
  return (
    <Panel title="On-policy for">
      {groups.length === 0 && <p className="px-4 py-3 text-muted">There is no model in the studio.</p>}
      {groups.map((group) => (
        <div key={group.policy} className="border-line border-b px-4 py-2.5 last:border-b-0">
          <h3>
            <span className="font-medium">{SAYS[group.policy].name}</span>
            <span className="text-muted text-xs"> · {SAYS[group.policy].says}</span>
          </h3>
          <ul className="mt-1 flex max-h-48 flex-col gap-0.5 overflow-auto">
            {group.models.map((model) => (
              <li key={model.id} className="flex items-baseline justify-between gap-3">
                <Link href={`/models/${model.id}`} className="min-w-0 truncate hover:underline" title={model.name}>
                  {model.name}
                </Link>
                {model.weightsHash !== null && (
                  <span className="shrink-0 text-faint">
                    <WeightsHash hash={model.weightsHash} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Panel>
  );
}
