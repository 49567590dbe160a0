import type { Names } from "@/domain/browse";
import { Join, MissingVerdict } from "@/domain/filtering/filter";
import { JOIN_WORDS, MISSING_WORDS } from "@/domain/filtering/rule-words";
import { runOptions } from "../_plan/names";
import { type ArmFieldsProps, CheckField, ChoiceField, NumberField, PickedList } from "./fields";

const NOBODY = "nobody";
const AGGREGATIONS = [
  { value: "every-step", label: "Every step is reasonable" },
  { value: "share", label: "Enough of its steps are" },
  { value: "mean-score", label: "The mean score of its steps is high enough" },
  { value: "minimum-score", label: "The lowest score of its steps is high enough" },
] as const;

/** When a trajectory counts as reasonable. */
export function ProcessFields(props: ArmFieldsProps & { names: Names }) {
  const { form, names, onChange } = props;
  const people = names.judgingRuns.filter(({ kind, id }) => kind === "human" || id === form.override);
  return (
    <>
      <PickedList
        label="Judging runs"
        addLabel={form.judges.length === 0 ? "Choose a judging run" : "Another"}
        options={runOptions(names.judgingRuns)}
        picked={form.judges}
        hint={form.judges.length === 0 && form.override === null ? "Process modes follow their verdicts." : undefined}
        error={props.errors.judges}
        onChange={(judges) => onChange({ judges })}
      />
      {form.judges.length > 1 && (
        <ChoiceField
          name="join"
          label="A step is reasonable when"
          hint="Judges without a verdict on a step have no vote on it, but “all” then is not known."
          value={form.join}
          options={Join.options.map((value) => ({ value, label: JOIN_WORDS[value] }))}
          onChoose={(join) => onChange({ join })}
        />
      )}
      {people.length > 0 && (
        <ChoiceField
          name="override"
          label="A person's rulings go before theirs"
          value={form.override === null ? NOBODY : String(form.override)}
          options={[
            { value: NOBODY, label: "nobody's" },
            ...runOptions(people).map(({ value, label }) => ({ value, label })),
          ]}
          onChoose={(value) => onChange({ override: value === NOBODY ? null : Number(value) })}
        />
      )}
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <ChoiceField
          name="aggregation"
          label="A trajectory is reasonable when"
          value={form.aggregation}
          options={AGGREGATIONS}
          onChoose={(aggregation) => onChange({ aggregation })}
        />
        {form.aggregation !== "every-step" && (
          <NumberField {...props} name="least" label={form.aggregation === "share" ? "At least, in %" : "At least"} />
        )}
      </div>
      <ChoiceField
        name="missing"
        label="A step without a verdict"
        hint={
          form.missing === "unjudged"
            ? "Unless the trajectory's label is the same whatever the verdict would be."
            : undefined
        }
        value={form.missing}
        options={MissingVerdict.options.map((value) => ({
          value,
          label: MISSING_LABELS[value] ?? MISSING_WORDS[value],
        }))}
        onChoose={(missing) => onChange({ missing })}
      />
      <CheckField
        label="Neutral counts as reasonable"
        checked={form.neutralIsReasonable}
        onCheck={(neutralIsReasonable) => onChange({ neutralIsReasonable })}
      />
    </>
  );
}

const MISSING_LABELS: Partial<Record<MissingVerdict, string>> = {
  unjudged: "leaves its trajectory unjudged, which is not kept",
  "left-out": "is left out: the other steps decide",
};
