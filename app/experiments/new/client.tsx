"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import type { Names } from "@/domain/browse";
import type { ExperimentPlan } from "@/domain/experiment";
import { draftOf, readDraft } from "../_plan/draft";
import { SaveProblem } from "../_plan/save-problem";
import { useDraft } from "../_plan/use-draft";
import { useSave } from "../_plan/use-save";
import { Experiment } from "../experiment";

export function NewExperiment(props: {
  plan: ExperimentPlan;
  clonedFrom: { id: number; name: string } | null;
  names: Names;
}) {
  const { clonedFrom } = props;
  const router = useRouter();
  const queries = useQueryClient();
  const initial = useMemo(() => draftOf(props.plan), [props.plan]);
  const { draft, setDraft, forget } = useDraft(
    `swirl-experiment-new ${clonedFrom?.id ?? ""} ${JSON.stringify(initial.pool)}`,
    initial,
  );
  const [isTried, setTried] = useState(false);
  const reading = readDraft(draft);
  const save = useSave(async ({ id }) => {
    forget();
    await queries.invalidateQueries();
    router.push(`/experiments/${id}`);
  });
  // Edits of an earlier visit are still there.
  const isChanged = JSON.stringify(reading.plan) !== JSON.stringify(props.plan);
  const isSaving = save.isPending || save.isSuccess;
  const submit = () => {
    setTried(true);
    if (reading.plan) save.mutate({ ...reading.plan, clonedFrom: clonedFrom?.id ?? null });
  };
  return (
    <>
      <PageHeader
        trail={[{ href: "/experiments", name: "Experiments" }]}
        title="New experiment"
        description={
          clonedFrom === null ? (
            "Filters side by side on one pool. The four filter modes of the paper to begin with: change, copy or add arms."
          ) : (
            <>
              Begun as{" "}
              <Link href={`/experiments/${clonedFrom.id}`} className="underline hover:text-ink">
                {clonedFrom.name}
              </Link>
              : change what should be different.
            </>
          )
        }
        actions={
          <>
            {isChanged && (
              <Button variant="ghost" onClick={() => setDraft(initial)}>
                Start over
              </Button>
            )}
            <Button variant="primary" disabled={isSaving} onClick={submit}>
              {isSaving ? "Saving…" : "Save experiment"}
            </Button>
          </>
        }
      />
      <SaveProblem reading={reading} isTried={isTried} error={save.error?.message ?? null} />
      <Experiment
        draft={draft}
        reading={reading}
        nameError={isTried || draft.name !== initial.name ? (reading.nameError ?? undefined) : undefined}
        onChange={setDraft}
        names={props.names}
        saved={null}
      />
    </>
  );
}
