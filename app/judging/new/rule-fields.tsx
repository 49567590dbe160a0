"use client";
import { Checkbox } from "@/components/ui/checkbox";
import { Rule } from "@/domain/judging/settings";
import { RULES } from "./values";

/** Which rules a step must keep to be reasonable. */
export function RuleFields(props: { rules: readonly Rule[]; onChange: (rules: Rule[]) => void; error?: string }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-muted">A step is unreasonable if it breaks any of these.</legend>
      {Rule.options.map((rule) => (
        <label key={rule} className="flex items-start gap-2.5" htmlFor={`rule-${rule}`}>
          <Checkbox
            id={`rule-${rule}`}
            className="mt-0.5"
            aria-invalid={props.error !== undefined}
            checked={props.rules.includes(rule)}
            onCheckedChange={(isOn) =>
              props.onChange(
                Rule.options.filter((each) => (each === rule ? isOn === true : props.rules.includes(each))),
              )
            }
          />
          <span>
            <span className="font-medium">{RULES[rule].name}</span>
            <span className="block text-muted text-xs">{RULES[rule].says}</span>
          </span>
        </label>
      ))}
      {props.error !== undefined && (
        <p role="alert" className="text-danger-ink text-xs">
          Choose one rule at least.
        </p>
      )}
    </fieldset>
  );
}
