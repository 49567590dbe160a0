"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo, useState } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { IterationNote } from "@/components/shell/iteration-note";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { Names } from "@/domain/browse";
import { draftOf, readDraft } from "../_plan/draft";
import { SaveProblem } from "../_plan/save-problem";
import { useDraft } from "../_plan/use-draft";
import { useSave } from "../_plan/use-save";
import { Experiment } from "../experiment";
import { cloneHref } from "../new/search-params";
import { ChangedNote } from "./changed-note";
import { RemoveExperiment } from "./remove-experiment";

type Saved = ApiOutputs["experiment"]["get"];

export function SavedExperiment(props: {
  initial: Saved;
  names: Names;
  iterations: ApiOutputs["model"]["iterationsOf"];
}) {
  const { initial, names, iterations } = props;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const { id } = initial;
  const options = trpc.experiment.get.queryOptions({ id });
  const { data: saved } = useQuery({ ...options, initialData: initial });
  const { name, pool, arms, matching } = saved;
  const plan = useMemo(() => ({ name, pool, arms, matching }), [name, pool, arms, matching]);
  const asSaved = useMemo(() => draftOf(plan), [plan]);
  const { draft, setDraft, forget } = useDraft(`swirl-experiment ${id}`, asSaved);
  const [isTried, setTried] = useState(false);
  const reading = readDraft(draft);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(asSaved) && !isSame(reading.plan, plan);
  const save = useSave(async () => {
    forget();
    setTried(false);
    const next = await queries.fetchQuery({ ...options, staleTime: 0 });
    setDraft(draftOf(next));
    await queries.invalidateQueries({ queryKey: trpc.experiment.list.queryKey() });
    toast({ title: `Saved "${next.name}"` });
  });
  const submit = () => {
    setTried(true);
    if (reading.plan) save.mutate({ ...reading.plan, id });
  };
  return (
    <>
      <PageHeader
        trail={[{ href: "/experiments", name: "Experiments" }]}
        title={saved.name}
        description={
          <>
            Saved <RelativeTime iso={saved.changedAt} />
            {saved.clonedFrom && (
              <>
                , begun as{" "}
                <Link href={`/experiments/${saved.clonedFrom.id}`} className="underline hover:text-ink">
                  {saved.clonedFrom.name}
                </Link>
              </>
            )}
            <IterationNote of={iterations} />
          </>
        }
        actions={
          <>
            {isChanged && (
              <>
                <Badge tone="warning">unsaved changes</Badge>
                <Button variant="ghost" onClick={() => setDraft(asSaved)}>
                  Discard
                </Button>
              </>
            )}
            <Button asChild>
              <Link href={`/experiments/${id}/train`}>Train and evaluate all arms</Link>
            </Button>
            <Button asChild>
              <Link href={cloneHref(id)}>Clone</Link>
            </Button>
            <RemoveExperiment id={id} name={saved.name} arms={saved.arms.length} onRemoved={forget} />
            {isChanged && (
              <Button variant="primary" disabled={save.isPending} onClick={submit}>
                {save.isPending ? "Saving…" : "Save changes"}
              </Button>
            )}
          </>
        }
      />
      <SaveProblem reading={reading} isTried={isTried} error={save.error?.message ?? null} />
      <ChangedNote
        saved={saved}
        isSaving={save.isPending}
        onSaveAnew={() => save.mutate({ ...plan, id })}
        isChanged={isChanged}
      />
      <Experiment
        draft={draft}
        reading={reading}
        nameError={reading.nameError ?? undefined}
        onChange={setDraft}
        names={names}
        saved={{ id, name: saved.name, isChanged }}
      />
    </>
  );
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
