import Link from "next/link";
import { isOfSample } from "@/app/training-sets/_parts/is-sample";
import { ModeBadge } from "@/components/glyphs/mode-badge";
import { SampleBadge } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/domain/format";
import { nameOfSet } from "@/domain/training-set/training-set";
import type { Lists } from "./draft";

/** The training set that is trained on, in place of a pool and a filter mode. */
export function ChosenSet({ set, onPool }: { set: Lists["trainingSets"][number]; onPool: () => void }) {
  const { trajectories, subTrajectories, distinctContexts } = set;
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line bg-canvas px-3 py-2.5">
      <p className="flex flex-wrap items-center gap-2">
        <Link href={`/training-sets/${set.id}`} className="break-words font-medium text-accent-ink hover:underline">
          {nameOfSet(set)}
        </Link>
        <ModeBadge mode={set.filter.mode} label={set.arm} className="max-w-full" />
        {isOfSample(set.facts) && <SampleBadge />}
      </p>
      <p className="text-muted tabular-nums">
        {[
          formatCount(trajectories ?? 0, "trajectory", "trajectories"),
          formatCount(subTrajectories ?? 0, "sub-trajectory", "sub-trajectories"),
          formatCount(distinctContexts ?? 0, "distinct context"),
        ].join(" · ")}
      </p>
      <div>
        <Button size="sm" onClick={onPool}>
          Choose a pool instead
        </Button>
      </div>
    </div>
  );
}
