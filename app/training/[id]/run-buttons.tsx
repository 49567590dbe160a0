"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleStop, Play } from "lucide-react";
import { useState } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { formatNumber } from "@/domain/format";
import { canResumeTraining, canStopTraining, type TrainingStatus } from "@/domain/training/status";

type Outputs = ApiOutputs["trainingRun"];

/** Stop asks first, as work may be undone; resume goes on from the last checkpoint. */
export function RunButtons({ run, state }: { run: Outputs["get"]; state: NonNullable<Outputs["state"]> }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const [isAsking, setAsking] = useState(false);
  const key = trpc.trainingRun.state.queryKey({ id: run.id });
  const told = (status: TrainingStatus) => {
    queries.setQueryData(key, (before) => (before ? { ...before, status, message: null } : before));
    void queries.invalidateQueries({ queryKey: key });
  };
  const failed = (title: string) => (error: { message: string }) =>
    toast({ title, detail: error.message, tone: "danger" });
  const stop = useMutation(
    trpc.trainingRun.stop.mutationOptions({
      onSuccess: ({ status }) => told(status),
      onError: failed("The training run could not be stopped"),
    }),
  );
  const resume = useMutation(
    trpc.launch.resume.mutationOptions({
      onSuccess: ({ status }) => told(status),
      onError: failed("The training run could not be resumed"),
    }),
  );
  const last = state.checkpoints.at(-1);
  return (
    <>
      {canStopTraining(state.status) && (
        <Button disabled={stop.isPending} onClick={() => setAsking(true)}>
          <CircleStop aria-hidden />
          Stop
        </Button>
      )}
      {canResumeTraining(state.status, run.isImported) && (
        <Button variant="primary" disabled={resume.isPending} onClick={() => resume.mutate({ id: run.id })}>
          <Play aria-hidden />
          {last ? `Resume from update ${formatNumber(last.step)}` : "Resume"}
        </Button>
      )}
      <Dialog open={isAsking && canStopTraining(state.status)} onOpenChange={setAsking}>
        <DialogContent
          title="Stop this training run?"
          description={
            <p>
              {state.step === 0
                ? "It has made no update yet."
                : "It writes a checkpoint before it ends, so that it can be resumed from there."}{" "}
              While the engine does not answer, the stop waits until it does.
            </p>
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
                stop.mutate({ id: run.id });
              }}
            >
              Stop the training run
            </Button>
          </DialogActions>
        </DialogContent>
      </Dialog>
    </>
  );
}
