"use client";
import { EQUIVALENCE_PROMPT } from "@/domain/labelling/equivalence";
import { type EndpointChoice, EndpointField, ModelNumber, NoEndpoint } from "../../_parts/model-fields";
import { PromptText } from "../prompt-text";
import type { Values } from "./values";

/** Which model compares the answers, and how it is asked. */
export function ModelFields(props: {
  values: Values;
  onChange: (part: Partial<Values>) => void;
  endpoints: readonly EndpointChoice[];
  problem: (field: string) => string | undefined;
}) {
  const { values, onChange, endpoints, problem } = props;
  if (endpoints.length === 0) return <NoEndpoint says="A model compares answers" />;
  const numbers = { values, problem, onChange };
  return (
    <>
      <EndpointField
        value={values.endpointId}
        endpoints={endpoints}
        problem={problem}
        onChange={(endpointId) => onChange({ endpointId })}
      />
      <details className="group">
        <summary className="cursor-pointer text-muted">
          Further settings{" "}
          <span className="ml-1 text-faint text-xs group-open:hidden">temperature, tokens, repeats, seed</span>
        </summary>
        <div className="mt-2 grid grid-cols-2 gap-3 sm:grid-cols-4">
          <ModelNumber {...numbers} name="temperature" />
          <ModelNumber {...numbers} name="maxTokens" />
          <ModelNumber {...numbers} name="parseRetries" hint="Where no answer can be read" />
          <ModelNumber {...numbers} name="seed" />
        </div>
      </details>
      <details className="group">
        <summary className="cursor-pointer text-muted">What the model is sent</summary>
        <PromptText prompt={EQUIVALENCE_PROMPT} />
      </details>
    </>
  );
}
