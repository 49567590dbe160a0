import type { Names } from "@/domain/browse";
import { type ArmFieldsProps, CheckField, NumberField, PickedList } from "./fields";

/** Questions that never enter, because they are kept for evaluation. */
export function HoldOutFields(props: ArmFieldsProps & { names: Names }) {
  const { form, names, onChange } = props;
  return (
    <>
      <PickedList
        label="Question sets that are held out"
        addLabel="Hold out a set"
        hint="None of their questions enters, nor any question that overlaps with one."
        options={names.sets.map(({ id, name, isSample }) => ({
          value: String(id),
          label: name,
          hint: isSample ? "sample" : undefined,
        }))}
        picked={form.heldOut}
        error={props.errors.heldOut}
        onChange={(heldOut) => onChange({ heldOut })}
      />
      <CheckField
        label="The same text is an overlap"
        hint="Case, punctuation and spaces aside."
        checked={form.byText}
        onCheck={(byText) => onChange({ byText })}
      />
      <CheckField
        label="A supporting passage of both is an overlap"
        checked={form.byPassage}
        onCheck={(byPassage) => onChange({ byPassage })}
      />
      <div className="sm:max-w-56">
        <NumberField
          {...props}
          name="byWords"
          label="So many words in a row are an overlap"
          placeholder="not looked for"
          hint="3 to 50. Empty: not looked for."
        />
      </div>
    </>
  );
}
