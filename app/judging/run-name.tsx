import Link from "next/link";
import { SimulatedBadge } from "@/components/states/simulated-note";
import { Badge } from "@/components/ui/badge";

const KINDS: Record<string, string> = {
  model: "model",
  rule: "rule",
  human: "person",
  import: "imported",
  metric: "metric",
};

/** A run's name with its version; the newest version shows whether it is simulated. */
export function RunName({ run, href }: { run: { name: string; version: number; simulated: boolean }; href: string }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <Link href={href} className="font-medium text-ink hover:underline">
        {run.name}
      </Link>
      <span className="text-faint text-xs">version {run.version}</span>
      {run.simulated && <SimulatedBadge />}
    </span>
  );
}

export function KindBadge({ kind }: { kind: string }) {
  return <Badge>{KINDS[kind] ?? kind}</Badge>;
}

/** Where a run leads: its trajectories, and what each filter mode keeps under it. */
export function RunLinks({ name, browse, compare }: { name: string; browse: string; compare: string }) {
  return (
    <span className="inline-flex gap-3 whitespace-nowrap">
      <Link href={browse} aria-label={`Browse the trajectories of ${name}`} className="text-accent-ink hover:underline">
        Browse
      </Link>
      <Link
        href={compare}
        aria-label={`Compare the filter modes under ${name}`}
        className="text-accent-ink hover:underline"
      >
        Compare
      </Link>
    </span>
  );
}
