"use client";
import Link from "next/link";
import { FormField } from "@/app/settings/form-field";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect } from "@/components/ui/input";
import { EQUIVALENCE_PROMPT } from "@/domain/labelling/equivalence";
import { PromptText } from "../prompt-text";
import type { EndpointChoice } from "./client";
import type { Values } from "./values";

/** Which model compares the answers, and how it is asked. */
export function ModelFields(props: {
  values: Values;
  onChange: (part: Partial<Values>) => void;
  endpoints: readonly EndpointChoice[];
  problem: (field: string) => string | undefined;
}) {
  const { values, onChange, endpoints, problem } = props;
  if (endpoints.length === 0)
    return (
      <div className="flex flex-col items-start gap-2 rounded-md bg-subtle px-3 py-3">
        <p>A model compares answers through an endpoint, and there is none yet.</p>
        <Button asChild>
          <Link href="/settings">Add an endpoint</Link>
        </Button>
      </div>
    );
  const typed = (name: "temperature" | "maxTokens" | "parseRetries" | "seed") => ({
    inputMode: "decimal" as const,
    value: values[name],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <>
      <FormField id="endpoint" label="Endpoint" error={problem("endpointId") && "Choose an endpoint."}>
        {(control) => (
          <NativeSelect
            {...control}
            value={values.endpointId ?? ""}
            onChange={(event) => onChange({ endpointId: Number(event.target.value) })}
          >
            {endpoints.map(({ id, name, servedName }) => (
              <option key={id} value={id}>
                {name === servedName ? name : `${name} (${servedName})`}
              </option>
            ))}
          </NativeSelect>
        )}
      </FormField>
      <details className="group">
        <summary className="cursor-pointer text-muted">
          Further settings{" "}
          <span className="ml-1 text-faint text-xs group-open:hidden">temperature, tokens, repeats, seed</span>
        </summary>
        <div className="mt-2 grid grid-cols-2 gap-3 sm:grid-cols-4">
          <FormField id="temperature" label="Temperature" error={problem("temperature") && "A number, 0 to 10."}>
            {(control) => <Input {...control} {...typed("temperature")} />}
          </FormField>
          <FormField id="max-tokens" label="Tokens a reply" error={problem("maxTokens") && "A whole number from 1."}>
            {(control) => <Input {...control} {...typed("maxTokens")} />}
          </FormField>
          <FormField
            id="parse-retries"
            label="Asked again"
            hint="Where no answer can be read"
            error={problem("parseRetries") && "A whole number, 0 to 10."}
          >
            {(control) => <Input {...control} {...typed("parseRetries")} />}
          </FormField>
          <FormField id="seed" label="Seed" error={problem("seed") && "A whole number from 0."}>
            {(control) => <Input {...control} {...typed("seed")} />}
          </FormField>
        </div>
      </details>
      <details className="group">
        <summary className="cursor-pointer text-muted">What the model is sent</summary>
        <PromptText prompt={EQUIVALENCE_PROMPT} />
      </details>
    </>
  );
}
