"use client";
/** The fields of a model that judges or labels, which both forms have. */
import Link from "next/link";
import { FormField } from "@/app/settings/form-field";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect } from "@/components/ui/input";
import type { ModelValues } from "./model-values";

export type EndpointChoice = { id: number; name: string; servedName: string };
type Problem = (field: string) => string | undefined;

/** `says`: what a model does through an endpoint. */
export function NoEndpoint({ says }: { says: string }) {
  return (
    <div className="flex flex-col items-start gap-2 rounded-md bg-subtle px-3 py-3">
      <p>{says} through an endpoint, and there is none yet.</p>
      <Button asChild>
        <Link href="/settings">Add an endpoint</Link>
      </Button>
    </div>
  );
}

export function EndpointField(props: {
  value: number | null;
  endpoints: readonly EndpointChoice[];
  problem: Problem;
  onChange: (endpointId: number) => void;
}) {
  return (
    <FormField id="endpoint" label="Endpoint" error={props.problem("endpointId") && "Choose an endpoint."}>
      {(control) => (
        <NativeSelect
          {...control}
          value={props.value ?? ""}
          onChange={(event) => props.onChange(Number(event.target.value))}
        >
          {props.endpoints.map(({ id, name, servedName }) => (
            <option key={id} value={id}>
              {name === servedName ? name : `${name} (${servedName})`}
            </option>
          ))}
        </NativeSelect>
      )}
    </FormField>
  );
}

const FIELDS = {
  temperature: { id: "temperature", label: "Temperature", wrong: "A number, 0 to 10." },
  maxTokens: { id: "max-tokens", label: "Tokens a reply", wrong: "A whole number from 1." },
  parseRetries: { id: "parse-retries", label: "Asked again", wrong: "A whole number, 0 to 10." },
  seed: { id: "seed", label: "Seed", wrong: "A whole number from 0." },
} as const;
type Name = keyof typeof FIELDS;

/** One of the numbers that say how a model is asked. */
export function ModelNumber(props: {
  name: Name;
  values: Pick<ModelValues, Name>;
  hint?: string | undefined;
  problem: Problem;
  onChange: (part: Partial<Record<Name, string>>) => void;
}) {
  const { name, problem } = props;
  const { id, label, wrong } = FIELDS[name];
  return (
    <FormField id={id} label={label} hint={props.hint} error={problem(name) && wrong}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          value={props.values[name]}
          onChange={(event) => props.onChange({ [name]: event.target.value })}
        />
      )}
    </FormField>
  );
}
