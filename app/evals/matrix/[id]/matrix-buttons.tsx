"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import type { CellCounts } from "@/domain/eval/matrix-grid";
import { formatCount } from "@/domain/format";
import type { EvalMatrix } from "./matrix";

/** What may be done to a matrix now. Cancelling asks first. */
export function MatrixButtons({ matrix, counts }: { matrix: EvalMatrix; counts: CellCounts }) {
  const { id, status, servers, imported } = matrix;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const [isAsking, setAsking] = useState(false);
  const outcome = {
    onSuccess: () => queries.invalidateQueries({ queryKey: trpc.eval.pathKey() }),
    onError: ({ message }: { message: string }) => toast({ title: message }),
  };
  const cancel = useMutation(trpc.eval.cancel.mutationOptions(outcome));
  const retry = useMutation(trpc.eval.retry.mutationOptions(outcome));
  const mayCancel = status === "running";
  const running = servers.filter((server) => ["launching", "pending", "ready"].includes(server.status)).length;
  return (
    <div className="flex flex-wrap gap-2">
      {counts.again > 0 && !imported && (
        <Button disabled={retry.isPending} onClick={() => retry.mutate({ id })}>
          <RotateCcw aria-hidden />
          Try {formatCount(counts.again, "cell")} again
        </Button>
      )}
      {mayCancel && (
        <Button disabled={cancel.isPending} onClick={() => setAsking(true)}>
          <Ban aria-hidden />
          {cancel.isPending ? "Cancelling…" : "Cancel"}
        </Button>
      )}
      <Dialog open={isAsking && mayCancel} onOpenChange={setAsking}>
        <DialogContent
          title="Cancel this eval matrix?"
          description={
            <>
              <p>
                {counts.done === 0
                  ? "No cell is done yet"
                  : `${formatCount(counts.done, "cell")} that ${counts.done === 1 ? "is" : "are"} done ${counts.done === 1 ? "stays" : "stay"}`}
                ; {formatCount(counts.left, "cell")} will not be evaluated
                {running > 0 && `, and ${formatCount(running, "server")} will be stopped`}.
              </p>
              <p className="mt-2">
                Trajectories that were made stay. Cancelled cells can be tried again, and go on from there.
              </p>
            </>
          }
        >
          <DialogActions>
            <DialogClose asChild>
              <Button>Let it go on</Button>
            </DialogClose>
            <Button
              variant="danger"
              onClick={() => {
                setAsking(false);
                cancel.mutate({ id });
              }}
            >
              Cancel the eval matrix
            </Button>
          </DialogActions>
        </DialogContent>
      </Dialog>
    </div>
  );
}
