"use client";
import { Part } from "@/app/judging/_parts/part";
import { FormField } from "@/app/settings/form-field";
import { Input } from "@/components/ui/input";
import type { TrainingResources } from "@/domain/training/engine";
import { type ResourceTexts, textsOf } from "./draft";
import type { FieldsProps } from "./form";

const FIELDS = [
  { name: "cpus", label: "CPUs", hint: "Cores" },
  { name: "gpus", label: "GPUs", hint: "0: a small model" },
  { name: "memoryGib", label: "Memory", hint: "GiB; empty: any" },
] as const;

/** What the job asks the engine for. */
export function ResourceFields(
  props: FieldsProps & {
    /** What it asks for unless something is typed; null until that is known */
    asked: TrainingResources | null;
    errors: Partial<ResourceTexts>;
  },
) {
  const { draft, asked, errors, onChange } = props;
  const texts = draft.resources ?? (asked ? textsOf(asked) : null);
  return (
    <Part title="Resources">
      <div className="grid grid-cols-3 gap-3">
        {FIELDS.map(({ name, label, hint }) => (
          <FormField key={name} id={`training-${name}`} label={label} hint={hint} error={errors[name]}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                className="tabular-nums"
                autoComplete="off"
                disabled={texts === null}
                value={texts?.[name] ?? ""}
                onChange={(event) => texts && onChange({ resources: { ...texts, [name]: event.target.value } })}
              />
            )}
          </FormField>
        ))}
      </div>
    </Part>
  );
}
