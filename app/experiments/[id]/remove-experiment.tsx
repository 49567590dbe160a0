"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "@/app/trpc";
import { RemoveButton } from "@/components/ui/remove-button";
import { useToast } from "@/components/ui/toast";
import { formatCount } from "@/domain/format";

export function RemoveExperiment(props: { id: number; name: string; arms: number; onRemoved: () => void }) {
  const { id, name } = props;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const remove = useMutation(
    trpc.experiment.remove.mutationOptions({
      onSuccess: async () => {
        props.onRemoved();
        toast({ title: `Removed the experiment "${name}"` });
        await queries.invalidateQueries({ queryKey: trpc.experiment.list.queryKey() });
        router.push("/experiments");
      },
    }),
  );
  return (
    <RemoveButton
      title={`Remove "${name}"?`}
      description={whatGoes(props.arms)}
      action="Remove experiment"
      error={remove.error?.message ?? null}
      isRemoving={remove.isPending || remove.isSuccess}
      onRemove={() => remove.mutate({ id })}
    />
  );
}

function whatGoes(arms: number): string {
  return `Its ${formatCount(arms, "arm")} with all their rules ${arms === 1 ? "goes" : "go"}, and cannot be brought back. No trajectory, verdict or outcome is touched; training sets that were frozen from it stay.`;
}
