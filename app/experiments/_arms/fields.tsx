"use client";
/** The controls that an arm's form is made of. */
import { Plus } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { FormField } from "@/app/settings/form-field";
import { Chip } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { type ComboboxOption, OptionList } from "@/components/ui/combobox";
import { Input, NativeSelect } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { ArmErrors, ArmForm } from "../_plan/arm-form";

export type ArmFieldsProps = { form: ArmForm; errors: ArmErrors; onChange: (part: Partial<ArmForm>) => void };

type TextName = {
  [Name in keyof ArmForm]: ArmForm[Name] extends string ? (string extends ArmForm[Name] ? Name : never) : never;
}[keyof ArmForm];

/** A number as it is typed. */
export function NumberField(
  props: ArmFieldsProps & { name: TextName; label: string; hint?: ReactNode; placeholder?: string },
) {
  const { name, form, errors } = props;
  return (
    <FormField id={`arm-${name}`} label={props.label} hint={props.hint} error={errors[name]}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          autoComplete="off"
          className="tabular-nums"
          value={form[name]}
          placeholder={props.placeholder}
          onChange={(event) => props.onChange({ [name]: event.target.value })}
        />
      )}
    </FormField>
  );
}

/** One of a few. */
export function ChoiceField<Value extends string>(props: {
  name: string;
  label: string;
  hint?: ReactNode;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChoose: (value: Value) => void;
}) {
  return (
    <FormField id={`arm-${props.name}`} label={props.label} hint={props.hint}>
      {(control) => (
        <NativeSelect
          {...control}
          value={props.value}
          onChange={(event) => {
            const chosen = props.options.find(({ value }) => value === event.target.value);
            if (chosen) props.onChoose(chosen.value);
          }}
        >
          {props.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      )}
    </FormField>
  );
}

export function CheckField(props: {
  label: string;
  hint?: string;
  checked: boolean;
  onCheck: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <Checkbox
        id={id}
        className="mt-0.5"
        checked={props.checked}
        onCheckedChange={(checked) => props.onCheck(checked === true)}
      />
      <div className="min-w-0">
        <label htmlFor={id}>{props.label}</label>
        {props.hint && <p className="text-faint text-xs">{props.hint}</p>}
      </div>
    </div>
  );
}

/** Several of many, each a chip. */
export function PickedList(props: {
  label: string;
  hint?: ReactNode;
  options: readonly ComboboxOption[];
  picked: readonly number[];
  addLabel: string;
  error?: string | undefined;
  onChange: (picked: number[]) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const { options, picked } = props;
  const nameOf = (id: number) => options.find(({ value }) => value === String(id))?.label ?? `no. ${id}`;
  const toggle = (id: number) =>
    props.onChange(picked.includes(id) ? picked.filter((each) => each !== id) : [...picked, id]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a row of chips
    <div role="group" aria-label={props.label} className="flex min-w-0 flex-col gap-1">
      <span className="font-medium text-muted text-xs" aria-hidden>
        {props.label}
      </span>
      <div className="flex flex-wrap items-center gap-1.5">
        {picked.map((id) => (
          <Chip
            key={id}
            removeLabel={`Take away ${nameOf(id)}`}
            onRemove={() => toggle(id)}
            onClick={() => setOpen(true)}
          >
            <span className="max-w-60 truncate">{nameOf(id)}</span>
          </Chip>
        ))}
        <Popover open={isOpen} onOpenChange={setOpen}>
          <PopoverTrigger asChild>
            <Button size="sm" variant="ghost" disabled={options.length === 0}>
              <Plus aria-hidden />
              {props.addLabel}
            </Button>
          </PopoverTrigger>
          <PopoverContent aria-label={props.label} className="w-80 max-w-[calc(100vw-1rem)] p-0">
            <OptionList
              label={props.label}
              options={options}
              selected={picked.map(String)}
              onSelect={(value) => toggle(Number(value))}
            />
          </PopoverContent>
        </Popover>
      </div>
      {(props.error ?? props.hint) && (
        <p className={props.error ? "text-danger-ink text-xs" : "text-faint text-xs"}>{props.error ?? props.hint}</p>
      )}
    </div>
  );
}

/** A part of the form that is open, or folded with what it says at the moment. */
export function Fold(props: { title: string; says: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details open={props.isOpen} className="group border-line border-b py-2.5">
      <summary className="cursor-pointer">
        <span className="font-semibold">{props.title}</span>
        <span className="ml-3 text-muted group-open:hidden">{props.says}</span>
      </summary>
      <div className="flex flex-col gap-3 pt-3 pb-1">{props.children}</div>
    </details>
  );
}
