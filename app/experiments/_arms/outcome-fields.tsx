import type { Names } from "@/domain/browse";
import { runOptions } from "../_plan/names";
import { type ArmFieldsProps, ChoiceField, NumberField } from "./fields";

const NONE = "none";

/** Whose outcomes count, and from where on an answer is correct. */
export function OutcomeFields(props: ArmFieldsProps & { names: Names }) {
  const { form, names, onChange } = props;
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem]">
      <ChoiceField
        name="labels"
        label="Labelling run"
        value={form.labels === null ? NONE : String(form.labels)}
        options={[
          { value: NONE, label: "none: nothing is labelled" },
          ...runOptions(names.labellingRuns).map(({ value, label }) => ({ value, label })),
        ]}
        onChoose={(value) => onChange({ labels: value === NONE ? null : Number(value) })}
      />
      <NumberField
        {...props}
        name="correctFrom"
        label="Correct from"
        placeholder="as it says"
        hint="0 to 1, for metrics such as F1."
      />
    </div>
  );
}
