"use client";
import { runOptions } from "@/app/experiments/_plan/names";
import { Part } from "@/app/judging/_parts/part";
import { FormField } from "@/app/settings/form-field";
import { Checkbox } from "@/components/ui/checkbox";
import { Combobox } from "@/components/ui/combobox";
import { Input } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import type { Names, RunChoice } from "@/domain/browse";
import { type Sampling, StratifyBy } from "@/domain/review/plan";
import { SAMPLING_NAMES, STRATIFY_WORDS } from "@/domain/review/words";
import type { Change } from "./form";
import type { FieldErrors, Values } from "./values";

const SAYS: Record<Sampling["kind"], string> = {
  uniform: "Every item alike. Says something about the whole pool.",
  stratified: "Some of every kind, also of rare ones. Says something about the whole pool.",
  disagreement: "Only where one of two judges says unreasonable and the other does not.",
  threshold: "Only the scores nearest to a threshold.",
  "at-odds": "Only sound processes with wrong answers, and the reverse.",
};
const KINDS = Object.keys(SAYS) as Sampling["kind"][];

export function SamplingFields(props: {
  values: Values;
  errors: FieldErrors;
  isTried: boolean;
  names: Names;
  onChange: Change;
}) {
  const { values, errors, names, onChange } = props;
  const run = (field: "judge" | "against" | "labels", label: string, runs: readonly RunChoice[]) => (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="font-medium text-muted text-xs" aria-hidden>
        {label}
      </span>
      <Combobox
        label={label}
        className="w-full"
        value={values[field] === null ? null : String(values[field])}
        placeholder={runs.length === 0 ? "there is none yet" : "none"}
        options={runOptions(runs)}
        onChange={(value) => onChange({ [field]: Number(value) })}
      />
      <p className={errors[field] === undefined ? "text-faint text-xs" : "text-danger-ink text-xs"}>
        {errors[field] ?? (field === "judge" ? "People are compared with it" : "")}
      </p>
    </div>
  );
  return (
    <Part title="Sampling">
      <RadioCards
        label="Sampling"
        cards={KINDS.map((value) => ({ value, name: SAMPLING_NAMES[value], says: SAYS[value] }))}
        value={values.sampling}
        onChoose={(sampling) => onChange({ sampling })}
      />
      {values.sampling === "stratified" && (
        <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <legend className="float-left mr-4 font-medium text-muted text-xs">Stratify by</legend>
          {StratifyBy.options.map((by) => (
            <span key={by} className="inline-flex items-center gap-1.5">
              <Checkbox
                id={`stratify-${by}`}
                checked={values.by.includes(by)}
                onCheckedChange={(isOn) =>
                  onChange({
                    by: StratifyBy.options.filter((each) => (each === by ? isOn === true : values.by.includes(each))),
                  })
                }
              />
              <label htmlFor={`stratify-${by}`}>{STRATIFY_WORDS[by]}</label>
            </span>
          ))}
          {errors.by && <span className="text-danger-ink text-xs">{errors.by}</span>}
        </fieldset>
      )}
      <div className="grid items-start gap-x-4 gap-y-2 sm:grid-cols-3">
        {run("judge", "Judging run", names.judgingRuns)}
        {values.sampling === "disagreement" && run("against", "Second judging run", names.judgingRuns)}
        {values.sampling === "threshold" && (
          <FormField
            id="review-threshold"
            label="Threshold"
            hint="0 to 100; of a trajectory its lowest score"
            {...(errors.threshold && { error: errors.threshold })}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={values.threshold}
                onChange={(event) => onChange({ threshold: event.target.value })}
              />
            )}
          </FormField>
        )}
        {run("labels", "Labelling run", names.labellingRuns)}
      </div>
    </Part>
  );
}
