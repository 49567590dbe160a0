import type { ReactNode } from "react";
import { FormField } from "@/app/settings/form-field";
import { Input } from "@/components/ui/input";
import type { Draft, DraftErrors } from "./draft";

/** A draft that is edited. `prefix` begins the ids of its controls where a page has several drafts. */
export type DraftProps = {
  draft: Draft;
  errors: DraftErrors;
  onChange: (change: Partial<Draft>) => void;
  prefix?: string;
};

type Text = { [Name in keyof Draft]: Draft[Name] extends string | null ? Name : never }[keyof Draft];

/** One line of the form; `value` where it is not what the draft holds. */
export function TextField(
  props: DraftProps & {
    name: Text;
    label: string;
    hint?: ReactNode;
    value?: string;
    placeholder?: string;
    isNumber?: boolean;
    className?: string;
  },
) {
  const { name, draft, errors, prefix = "rollout" } = props;
  return (
    <FormField
      id={`${prefix}-${name}`}
      label={props.label}
      hint={props.hint}
      error={errors[name]}
      className={props.className}
    >
      {(control) => (
        <Input
          {...control}
          value={props.value ?? draft[name] ?? ""}
          placeholder={props.placeholder}
          inputMode={props.isNumber ? "decimal" : undefined}
          className={props.isNumber ? "tabular-nums" : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => props.onChange({ [name]: event.target.value })}
        />
      )}
    </FormField>
  );
}
