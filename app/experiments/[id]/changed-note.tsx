"use client";
import { useQuery } from "@tanstack/react-query";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { Button } from "@/components/ui/button";

/** Says so where the saved plan's figures are no longer those it was saved with. */
export function ChangedNote(props: {
  saved: ApiOutputs["experiment"]["get"];
  /** There are edits, which saving would keep, too */
  isChanged: boolean;
  isSaving: boolean;
  onSaveAnew: () => void;
}) {
  const { pool, arms, matching, fingerprint, changedAt } = props.saved;
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.experiment.evaluate.queryOptions(
      { pool, arms, matching },
      { staleTime: 60_000, enabled: fingerprint !== null },
    ),
  );
  if (!data || fingerprint === null || data.fingerprint === fingerprint) return null;
  return (
    <div
      role="note"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 bg-warning-soft px-4 py-1.5 text-warning-ink md:px-5"
    >
      <p className="min-w-0 flex-1 basis-72">
        The data under it have changed since it was saved <RelativeTime iso={changedAt} />: trajectories came or went,
        or a run says something else of them. The figures below are those of now
        {props.isChanged && ", and are kept when your changes are saved"}.
      </p>
      {!props.isChanged && (
        <Button size="sm" disabled={props.isSaving} onClick={props.onSaveAnew}>
          {props.isSaving ? "Saving…" : "Save anew"}
        </Button>
      )}
    </div>
  );
}
