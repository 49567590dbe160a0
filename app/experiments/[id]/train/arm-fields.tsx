import { Part } from "@/app/judging/_parts/part";
import { FormField } from "@/app/settings/form-field";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import type { Draft } from "./draft";

/** Which arms are trained, and with how many seeds. */
export function ArmFields(props: { draft: Draft; arms: readonly string[]; onChange: (part: Partial<Draft>) => void }) {
  const { draft, arms, onChange } = props;
  const choose = (name: string, isChosen: boolean) =>
    onChange({ arms: arms.filter((arm) => (arm === name ? isChosen : draft.arms.includes(arm))) });
  return (
    <Part title="Arms">
      <ul className="flex flex-col gap-1.5">
        {arms.map((name, index) => (
          <li key={name} className="flex items-center gap-2">
            <Checkbox
              id={`arm-${index}`}
              checked={draft.arms.includes(name)}
              onCheckedChange={(isChosen) => choose(name, isChosen === true)}
            />
            <label htmlFor={`arm-${index}`} className="min-w-0 break-words">
              {name}
            </label>
          </li>
        ))}
      </ul>
      <FormField
        id="arms-seeds"
        label="Seeds"
        hint="Each arm is trained this often, with the seeds 1, 2, …; ten at most."
      >
        {(control) => (
          <Input
            {...control}
            value={draft.seeds}
            inputMode="numeric"
            autoComplete="off"
            className="w-20 tabular-nums"
            onChange={(event) => onChange({ seeds: event.target.value })}
          />
        )}
      </FormField>
    </Part>
  );
}
