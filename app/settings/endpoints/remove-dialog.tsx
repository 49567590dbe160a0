"use client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { formatCount } from "@/domain/format";
import { type ListedEndpoint, useEndpointActions } from "./use-endpoints";

export function RemoveEndpointDialog({ endpoint, onClose }: { endpoint: ListedEndpoint; onClose: () => void }) {
  const { remove } = useEndpointActions();
  const toast = useToast();
  const confirm = () =>
    remove.mutate(
      { id: endpoint.id },
      {
        onSuccess: () => {
          toast({ title: `Removed the endpoint "${endpoint.name}"` });
          onClose();
        },
      },
    );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Remove "${endpoint.name}"?`}
        description={
          endpoint.models.length === 0
            ? "Nothing that was made with it is removed."
            : `${formatCount(endpoint.models.length, "model")} will no longer be served: ${endpoint.models.map(({ name }) => name).join(", ")}. Their trajectories stay.`
        }
      >
        {remove.isError && (
          <p role="alert" className="mt-3 text-danger-ink text-sm">
            {remove.error.message}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" disabled={remove.isPending} onClick={confirm}>
            {remove.isPending ? "Removing…" : "Remove endpoint"}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  );
}
