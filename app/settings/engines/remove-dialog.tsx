"use client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { formatCount } from "@/domain/format";
import { type ListedEngine, useEngineActions } from "./use-engines";

export function RemoveEngineDialog({ engine, onClose }: { engine: ListedEngine; onClose: () => void }) {
  const { remove } = useEngineActions();
  const toast = useToast();
  const confirm = () =>
    remove.mutate(
      { id: engine.id },
      {
        onSuccess: () => {
          toast({ title: `Removed the training engine "${engine.name}"` });
          onClose();
        },
      },
    );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={`Remove "${engine.name}"?`} description={whatStays(engine)}>
        {remove.isError && (
          <p role="alert" className="mt-3 text-danger-ink text-sm">
            {remove.error.message}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" disabled={remove.isPending} onClick={confirm}>
            {remove.isPending ? "Removing…" : "Remove engine"}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  );
}

function whatStays({ runs, openRuns }: ListedEngine): string {
  if (runs === 0) return "No training run was launched on it. Nothing on the cluster is touched.";
  const kept = `Its ${formatCount(runs, "training run")} ${runs === 1 ? "stays" : "stay"} with all that is known of ${runs === 1 ? "it" : "them"}; checkpoints on the cluster are not touched.`;
  const open =
    openRuns === 0
      ? ""
      : ` ${formatCount(openRuns, "of them is", "of them are")} not over and ${openRuns === 1 ? "goes" : "go"} on: the studio follows ${openRuns === 1 ? "it" : "them"} to the end.`;
  return kept + open;
}
