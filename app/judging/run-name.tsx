import Link from "next/link";
import { SampleBadge } from "@/components/states/sample-note";
import { Badge } from "@/components/ui/badge";

const KINDS: Record<string, string> = {
  model: "model",
  rule: "rule",
  human: "person",
  import: "imported",
  metric: "metric",
};

/** A run's name; its version where there is more than one. */
export function RunName({
  run,
  href,
  hasVersions,
}: {
  run: { name: string; version: number; isSample: boolean };
  href: string;
  hasVersions: boolean;
}) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <Link
        href={href}
        title={run.name}
        className="max-w-40 truncate sm:max-w-52 2xl:max-w-96 font-medium text-ink hover:underline"
      >
        {run.name}
      </Link>
      {hasVersions && <span className="text-faint text-xs">version {run.version}</span>}
      {run.isSample && <SampleBadge />}
    </span>
  );
}

export function KindBadge({ kind }: { kind: string }) {
  return <Badge>{KINDS[kind] ?? kind}</Badge>;
}

/** What each filter mode keeps under a run. */
export function CompareLink({ name, href }: { name: string; href: string }) {
  return (
    <Link
      href={href}
      aria-label={`Compare the filter modes under ${name}`}
      className="whitespace-nowrap text-accent-ink hover:underline"
    >
      Compare
    </Link>
  );
}
