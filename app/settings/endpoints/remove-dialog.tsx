"use client";
import Link from "next/link";
import { RUN_NAMES, runHref } from "@/components/run/words";
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
        {endpoint.openRuns.length > 0 && <OpenRuns runs={endpoint.openRuns} />}
        {remove.isError && (
          <p role="alert" className="mt-3 text-danger-ink text-sm">
            {remove.error.message}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" disabled={remove.isPending || endpoint.openRuns.length > 0} onClick={confirm}>
            {remove.isPending ? "Removing…" : "Remove endpoint"}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  );
}

/** While these go on it cannot be removed. */
function OpenRuns({ runs }: { runs: ListedEndpoint["openRuns"] }) {
  const them = runs.length === 1 ? "it" : "them";
  return (
    <div className="mt-3 rounded-md bg-warning-soft px-3 py-2 text-warning-ink">
      <p>
        {formatCount(runs.length, "run that is not over needs", "runs that are not over need")} this endpoint. Let{" "}
        {them} finish or cancel {them} first:
      </p>
      <ul className="mt-1 max-h-40 list-disc overflow-auto pl-5">
        {runs.map((run) => (
          <li key={`${run.kind} ${run.runId}`} className="break-words">
            <Link href={runHref(run)} className="underline underline-offset-2">
              {run.name}
            </Link>
            , {RUN_NAMES[run.kind]}
          </li>
        ))}
      </ul>
    </div>
  );
}
