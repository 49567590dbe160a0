/** What became of a training set: the training runs on it with their models, and its other versions. */
import Link from "next/link";
import { TrainingStatus } from "@/components/training/training-status";
import { SetStatus } from "@/components/training-set/set-status";
import { formatCount } from "@/domain/format";
import { Panel } from "../_parts/panel";
import { compareHref } from "../compare/search-params";
import type { Around, TrainingSet } from "./client";

export function TrainingRuns({ runs, count }: { runs: Around["runs"]; count: number }) {
  return (
    <Panel title="Training runs on it">
      {runs.length === 0 && <p className="px-4 py-3 text-muted">None yet.</p>}
      {runs.length > 0 && (
        <ul className="py-1">
          {runs.map(({ id, name, state }) => (
            <li key={id} className="px-4 py-1.5">
              <span className="flex items-center justify-between gap-3">
                <Link href={`/training/${id}`} className="min-w-0 truncate hover:underline" title={name}>
                  {name}
                </Link>
                {state && <TrainingStatus status={state.status} />}
              </span>
              {state?.models.map((model) => (
                <span key={model.id} className="flex gap-1 text-muted text-xs">
                  made
                  <Link href={`/models/${model.id}`} className="min-w-0 truncate text-accent-ink hover:underline">
                    {model.name}
                  </Link>
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
      {count > runs.length && (
        <p className="px-4 pb-2 text-muted text-xs">and {formatCount(count - runs.length, "earlier one")}</p>
      )}
    </Panel>
  );
}

export function Versions({ set, versions }: { set: TrainingSet; versions: Around["versions"] }) {
  const others = versions.filter(({ id }) => id !== set.id);
  return (
    <Panel title="Other versions">
      {others.length === 0 && (
        <p className="px-4 py-3 text-muted">None: frozen under this name again, it gets v{set.version + 1}.</p>
      )}
      {others.length > 0 && (
        <ul className="max-h-72 overflow-auto py-1">
          {others.map((other) => (
            <li key={other.id} className="flex min-h-8 items-center gap-3 px-4">
              <Link href={`/training-sets/${other.id}`} className="hover:underline">
                v{other.version}
              </Link>
              {other.status === "frozen" ? (
                <Link
                  href={other.version < set.version ? compareHref(other.id, set.id) : compareHref(set.id, other.id)}
                  aria-label={`Compare with v${other.version}`}
                  className="ml-auto text-accent-ink hover:underline"
                >
                  Compare
                </Link>
              ) : (
                <span className="ml-auto">
                  <SetStatus status={other.status} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
