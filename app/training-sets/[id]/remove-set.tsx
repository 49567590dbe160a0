"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "@/app/trpc";
import { RemoveButton } from "@/components/ui/remove-button";
import { useToast } from "@/components/ui/toast";
import { UnavailableButton } from "@/components/ui/unavailable-button";
import { formatCount } from "@/domain/format";
import { nameOfSet } from "@/domain/training-set/training-set";
import type { TrainingSet } from "./client";

export function RemoveSet({ set }: { set: TrainingSet }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const name = nameOfSet(set);
  const remove = useMutation(
    trpc.trainingSet.remove.mutationOptions({
      onSuccess: async () => {
        toast({ title: `Removed the training set "${name}"` });
        router.push("/training-sets");
        await queries.invalidateQueries(trpc.trainingSet.list.queryFilter());
      },
    }),
  );
  const [run] = set.trainingRuns;
  if (run)
    return (
      <UnavailableButton why={`The training run "${run.name}" was trained on it: what a model came from stays.`}>
        Remove
      </UnavailableButton>
    );
  return (
    <RemoveButton
      title={`Remove "${name}"?`}
      description={whatGoes(set)}
      action="Remove training set"
      name={name}
      error={remove.error?.message ?? null}
      isRemoving={remove.isPending || remove.isSuccess}
      onRemove={() => remove.mutate({ id: set.id, name })}
    />
  );
}

function whatGoes({ status, subTrajectories, trajectories }: TrainingSet): string {
  if (status !== "frozen") return "Nothing was frozen, so only this page goes.";
  const what = `${formatCount(subTrajectories ?? 0, "sub-trajectory", "sub-trajectories")} of ${formatCount(trajectories ?? 0, "trajectory", "trajectories")}`;
  return `What it says of ${what} goes, and cannot be brought back: frozen again, it is what the data are then. No trajectory, verdict or outcome is touched, nor a file that was exported.`;
}
