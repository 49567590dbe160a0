"use client";
/** What is to be reviewed: pool, sampling, and how people rule; with what would be drawn beside it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PoolFilters } from "@/app/experiments/_plan/pool-filters";
import { Part } from "@/app/judging/_parts/part";
import { FormField } from "@/app/settings/form-field";
import { useTRPC } from "@/app/trpc";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import type { Names } from "@/domain/browse";
import type { RulingMode } from "@/domain/review/plan";
import { Preview } from "./preview";
import { SamplingFields } from "./sampling-fields";
import { readValues, type Values } from "./values";

export type Change = (part: Partial<Values>) => void;

const MODES = [
  { value: "steps", name: "Steps", says: "One verdict on each step that is drawn." },
  { value: "first-error", name: "First error", says: "Whole trajectories: where is the first wrong step?" },
  { value: "whole", name: "Every step", says: "Whole trajectories: a verdict on each of their steps." },
] as const satisfies readonly { value: RulingMode; name: string; says: string }[];

export function NewReviewForm({ initial, names }: { initial: Values; names: Names }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [values, setValues] = useState(initial);
  const [isTried, setTried] = useState(false);
  // A second click sends the same key, and makes no second review.
  const [key] = useState(() => crypto.randomUUID());
  const { review, errors } = readValues(values, key);
  const create = useMutation(
    trpc.review.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await queries.invalidateQueries({ queryKey: trpc.review.list.queryKey() });
        router.push(`/reviews/${id}`);
      },
    }),
  );
  const change: Change = (part) => setValues((current) => ({ ...current, ...part }));
  const isSaving = create.isPending || create.isSuccess;
  const number = (field: "size" | "overlap" | "seed", label: string, hint: string) => (
    <FormField id={`review-${field}`} label={label} hint={hint} {...(errors[field] && { error: errors[field] })}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          autoComplete="off"
          value={values[field]}
          onChange={(event) => change({ [field]: event.target.value })}
        />
      )}
    </FormField>
  );
  return (
    <>
      <PageHeader
        trail={[{ href: "/reviews", name: "Reviews" }]}
        title="New review"
        description="A sample is drawn once and kept. People rule on it without seeing what judges said."
      />
      <form
        className="grid items-start gap-x-8 gap-y-6 p-4 md:p-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (review) create.mutate(review);
        }}
      >
        <div className="flex min-w-0 flex-col gap-6">
          <Part title="Pool">
            <PoolFilters pool={values.pool} names={names} onChange={(pool) => change({ pool })} />
          </Part>
          <Part title="What people rule on">
            <RadioCards
              label="What people rule on"
              cards={MODES}
              value={values.ruling}
              onChoose={(ruling) => change({ ruling })}
            />
            <div className="flex flex-wrap items-center gap-2">
              <Switch
                id="review-hindsight"
                checked={values.hindsight}
                onCheckedChange={(hindsight) => change({ hindsight })}
                aria-describedby="review-hindsight-note"
              />
              <label htmlFor="review-hindsight">In hindsight</label>
              <span id="review-hindsight-note" className="text-faint text-xs">
                {values.hindsight
                  ? "People see observation, later steps, rulings and outcome before they rule."
                  : "People see what the judge saw: context and action. The rest shows once they have ruled."}
              </span>
            </div>
          </Part>
          <SamplingFields values={values} errors={errors} isTried={isTried} names={names} onChange={change} />
          <div className="grid gap-x-4 gap-y-2 sm:grid-cols-3">
            {number("size", "Size", "How many are drawn")}
            {number("overlap", "People an item", "Two or more show how far people agree")}
            {number("seed", "Seed", "The same seed draws the same")}
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-4">
          <Preview review={review} />
          <FormField id="review-name" label="Name" {...(errors.name && { error: errors.name })}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                value={values.name}
                onChange={(event) => change({ name: event.target.value })}
              />
            )}
          </FormField>
          {create.isError && (
            <p role="alert" className="text-danger-ink">
              The review was not made: {create.error.message}
            </p>
          )}
          {isTried && review === null && (
            <p role="alert" className="text-danger-ink">
              Something above needs another look.
            </p>
          )}
          <div>
            <Button type="submit" variant="primary" disabled={isSaving}>
              {isSaving ? "Drawing…" : "Draw the sample"}
            </Button>
          </div>
        </div>
      </form>
    </>
  );
}
