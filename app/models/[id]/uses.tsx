/** What a model was used for: its rollout runs, the training runs that begin with it, the checkpoints made of it. */
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { LinkItem, LinkList } from "@/components/ui/link-list";

type ModelUses = ApiOutputs["model"]["get"]["uses"];

export function Uses({ uses, modelId }: { uses: ModelUses; modelId: number }) {
  return (
    <div className="flex flex-col gap-4">
      <LinkList title="Checkpoints of it" none="Nothing was trained from it yet.">
        {uses.checkpoints.map(({ id, name }) => (
          <LinkItem key={id} href={`/models/${id}`} name={name} />
        ))}
      </LinkList>
      <LinkList title="Training runs that begin with it" none="None yet.">
        {uses.trainingRuns.map(({ id, name, status }) => (
          <LinkItem key={id} href={`/training/${id}`} name={name} note={status} />
        ))}
      </LinkList>
      <LinkList title="Rollout runs" none="It has made no trajectories yet.">
        {uses.rolloutRuns.map(({ id, name, purpose, trajectories }) => (
          <LinkItem
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
      </LinkList>
    </div>
  );
}
