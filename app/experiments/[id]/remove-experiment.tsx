"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { formatCount } from "@/domain/format";

export function RemoveExperiment(props: { id: number; name: string; arms: number; onRemoved: () => void }) {
  const { id, name } = props;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const [isOpen, setOpen] = useState(false);
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
    <>
      <Button onClick={() => setOpen(true)}>Remove</Button>
      <Dialog open={isOpen} onOpenChange={setOpen}>
        <DialogContent title={`Remove "${name}"?`} description={whatGoes(props.arms)}>
          {remove.isError && (
            <p role="alert" className="mt-3 text-danger-ink text-sm">
              {remove.error.message}
            </p>
          )}
          <DialogActions>
            <Button onClick={() => setOpen(false)}>Keep it</Button>
            <Button
              variant="danger"
              disabled={remove.isPending || remove.isSuccess}
              onClick={() => remove.mutate({ id })}
            >
              {remove.isPending ? "Removing…" : "Remove experiment"}
            </Button>
          </DialogActions>
        </DialogContent>
      </Dialog>
    </>
  );
}

function whatGoes(arms: number): string {
  return `Its ${formatCount(arms, "arm")} with all their rules ${arms === 1 ? "goes" : "go"}, and cannot be brought back. No trajectory, verdict or outcome is touched.`;
}
