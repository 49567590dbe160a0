/** What a model was used for: its rollout runs, the training runs that begin with it, the checkpoints made of it. */
import Link from "next/link";
import type { ReactNode } from "react";
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";

type ModelUses = ApiOutputs["model"]["get"]["uses"];

export function Uses({ uses, modelId }: { uses: ModelUses; modelId: number }) {
  return (
    <div className="flex flex-col gap-4">
      <List title="Checkpoints of it" none="Nothing was trained from it yet.">
        {uses.checkpoints.map(({ id, name }) => (
          <Item key={id} href={`/models/${id}`} name={name} />
        ))}
      </List>
      <List title="Training runs that begin with it" none="None yet.">
        {uses.trainingRuns.map(({ id, name, status }) => (
          <Item key={id} href={`/training/${id}`} name={name} note={status} />
        ))}
      </List>
      <List title="Rollout runs" none="It has made no trajectories yet.">
        {uses.rolloutRuns.map(({ id, name, purpose, trajectories }) => (
          <Item
            key={id}
            href={`/trajectories?run=${id}&model=${modelId}`}
            name={name}
            note={
              <>
                <Num value={trajectories} />
                {purpose === "eval" && " · eval"}
              </>
            }
          />
        ))}
      </List>
    </div>
  );
}

function List({ title, none, children }: { title: string; none: string; children: readonly ReactNode[] }) {
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-panel">
      <h2 className="border-line border-b px-4 py-2.5 font-semibold">{title}</h2>
      {children.length === 0 ? <p className="px-4 py-3 text-muted">{none}</p> : <ul className="py-1">{children}</ul>}
    </section>
  );
}

function Item({ href, name, note }: { href: string; name: string; note?: ReactNode }) {
  return (
    <li>
      <Link href={href} className="flex items-baseline justify-between gap-3 px-4 py-1.5 hover:bg-hover">
        <span className="min-w-0 truncate" title={name}>
          {name}
        </span>
        {note !== undefined && <span className="shrink-0 text-muted text-xs tabular-nums">{note}</span>}
      </Link>
    </li>
  );
}
