"use client";
/** Asks under which name an arm is frozen; what is frozen stands in numbers. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { newKey } from "@/app/_shell/new-key";
import { usePaused } from "@/app/_shell/use-paused";
import { FormField } from "@/app/settings/form-field";
import { issueWords } from "@/app/settings/issue-words";
import { useTRPC } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { FreezeRequest } from "@/domain/training-set/training-set";
import type { Freezable } from "./freezable";

const LONGEST = 200;

export function FreezeDialog({ of, onClose }: { of: Freezable; onClose: () => void }) {
  const { experiment, arm, fingerprint } = of;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  // Sent twice, it freezes once.
  const [key] = useState(newKey);
  const [name, setName] = useState(`${experiment.name} · ${arm.name}`.slice(0, LONGEST));
  const freeze = useMutation(
    trpc.trainingSet.freeze.mutationOptions({
      onSuccess: async ({ id }) => {
        await queries.invalidateQueries(trpc.trainingSet.list.queryFilter());
        router.push(`/training-sets/${id}`);
      },
    }),
  );
  const asked = FreezeRequest.safeParse({ key, experimentId: experiment.id, arm: arm.name, fingerprint, name });
  const issue = asked.error?.issues[0];
  const isFreezing = freeze.isPending || freeze.isSuccess;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asked.success && !isFreezing) freeze.mutate(asked.data);
  };
  const { trajectories, subTrajectories, distinctContexts } = arm.figures;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        isForm
        title={`Freeze “${arm.name}”`}
        description="What it keeps now becomes a training set: a version that stays as it is, whatever is judged, labelled or imported later."
      >
        <dl className="mt-4 grid grid-cols-3 gap-x-4">
          <Figure name="Trajectories" value={trajectories} />
          <Figure name="Sub-trajectories" value={subTrajectories} />
          <Figure name="Distinct contexts" value={distinctContexts} />
        </dl>
        <form onSubmit={submit} className="mt-4">
          <FormField
            id="training-set-name"
            label="Name of the training set"
            hint={<VersionWords name={name} />}
            error={issue && issueWords(issue)}
          >
            {(control) => (
              <Input
                {...control}
                value={name}
                autoComplete="off"
                maxLength={LONGEST}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </FormField>
          {freeze.isError && (
            <p role="alert" className="mt-2 text-danger-ink">
              {freeze.error.message}
            </p>
          )}
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={!asked.success || isFreezing}>
              {isFreezing ? "Freezing…" : "Freeze training set"}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{name}</dt>
      <dd className="font-medium text-base">
        <Num value={value} />
      </dd>
    </div>
  );
}

/** "Version 3 of …": names that differ in case only are one. */
function VersionWords({ name }: { name: string }) {
  const trpc = useTRPC();
  const paused = usePaused(name.trim());
  const { data: version } = useQuery(
    trpc.trainingSet.nextVersion.queryOptions({ name: paused }, { placeholderData: keepPreviousData }),
  );
  if (version === undefined) return <>…</>;
  return (
    <span aria-live="polite">
      {version > 1 ? `Version ${version} of “${paused}”` : "A new training set, version 1"}
    </span>
  );
}
