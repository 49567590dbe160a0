"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { RunPanel } from "@/components/run/run-panel";
import { ACTION_NAMES, RUN_NAMES } from "@/components/run/words";
import { useToast } from "@/components/ui/toast";
import { nextStatus, type RunProgress, type RunStatus } from "@/domain/run";
import { RunFailures } from "./run-failures";
import { useLive } from "./use-live";
import { useProgress } from "./use-progress";

/** The panel of a run that the studio carries out, kept current, with its buttons. */
export function LiveRun({
  name,
  initial,
  asksModel = true,
}: {
  name: string;
  initial: RunProgress;
  /** Rules and metrics send no request */
  asksModel?: boolean;
}) {
  const progress = useProgress(initial, initial) ?? initial;
  const { isDown } = useLive();
  const { shown, act } = useActions(progress);
  return (
    <RunPanel
      name={name}
      progress={shown}
      isReconnecting={isDown}
      asksModel={asksModel}
      onAct={act}
      failures={<RunFailures run={progress} name={name} total={progress.failures} />}
    />
  );
}

/** Acts at once: the status asked for is shown until the server has said its own. */
function useActions(progress: RunProgress) {
  const trpc = useTRPC();
  const toast = useToast();
  const { kind, runId, changedAt } = progress;
  const [asked, setAsked] = useState<{ status: RunStatus; since: string } | null>(null);
  const acting = useMutation(
    trpc.runs.act.mutationOptions({
      onMutate: ({ action }) => {
        const status = nextStatus(progress.status, action);
        if (status !== null) setAsked({ status, since: changedAt });
      },
      onError: (error, { action }) => {
        setAsked(null);
        toast({
          title: `The ${RUN_NAMES[kind]} could not be changed: ${ACTION_NAMES[action].toLowerCase()}`,
          detail: error.message,
          tone: "danger",
        });
      },
    }),
  );
  const shown =
    asked !== null && asked.since === changedAt ? { ...progress, status: asked.status, message: null } : progress;
  return {
    shown,
    act: (action: "pause" | "resume" | "cancel") => acting.mutate({ kind, runId, action }),
  };
}
