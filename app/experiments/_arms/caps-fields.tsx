import { Input, Label } from "@/components/ui/input";
import type { Names } from "@/domain/browse";
import { setName } from "../_plan/names";
import { type ArmFieldsProps, NumberField, PickedList } from "./fields";

/** How much of what passes is kept. */
export function CapsFields(props: ArmFieldsProps & { names: Names }) {
  const { form, names, errors, onChange } = props;
  const { weights } = form;
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-3">
        <NumberField
          {...props}
          name="perQuestion"
          label="Of a question"
          placeholder="all"
          hint="Trajectories at most."
        />
        <NumberField {...props} name="trajectories" label="In all" placeholder="all" hint="Trajectories at most." />
        <NumberField
          {...props}
          name="contextTokens"
          label="Longest context"
          placeholder="any"
          hint="Tokens. Uncounted stay."
        />
      </div>
      <PickedList
        label="Mix of question sets"
        addLabel="Weigh a set"
        hint={
          weights.length === 0
            ? "Empty: they come as they are. With weights, sets without one are left out."
            : "Trajectories stand in these proportions; sets without a weight are left out."
        }
        options={names.sets.map(({ id, name, isSample }) => ({
          value: String(id),
          label: name,
          hint: isSample ? "sample" : undefined,
        }))}
        picked={weights.map(({ set }) => set)}
        onChange={(sets) =>
          onChange({ weights: sets.map((set) => weights.find((each) => each.set === set) ?? { set, weight: "1" }) })
        }
      />
      {weights.length > 0 && (
        <div className="grid grid-cols-[minmax(0,1fr)_6rem] items-center gap-x-3 gap-y-1.5">
          {weights.map(({ set, weight }, index) => (
            <div key={set} className="contents">
              <Label htmlFor={`arm-weight-${set}`} className="truncate">
                {setName(names, set)}
              </Label>
              <Input
                id={`arm-weight-${set}`}
                inputMode="decimal"
                className="tabular-nums"
                value={weight}
                aria-invalid={errors.weights !== undefined}
                onChange={(event) => onChange({ weights: weights.with(index, { set, weight: event.target.value }) })}
              />
            </div>
          ))}
          {errors.weights !== undefined && (
            <p className="col-span-2 text-danger-ink text-xs">A weight: {errors.weights}</p>
          )}
        </div>
      )}
    </>
  );
}
