"use client";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { FormField } from "@/app/settings/form-field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input, NativeSelect } from "@/components/ui/input";
import { type EndpointChoice, EndpointField, ModelNumber, NoEndpoint } from "../_parts/model-fields";
import { describeGrammar } from "../templates/grammar-text";
import { TemplateDialog } from "../templates/template-dialog";
import type { Template } from "../templates/template-editor";
import type { Values } from "./values";

/** A model as judge: which one, with which prompt, and how it is asked. */
export function ModelFields(props: {
  values: Values;
  onChange: (part: Partial<Values>) => void;
  endpoints: readonly EndpointChoice[];
  templates: readonly Template[];
  problem: (field: string) => string | undefined;
  onTemplate: (saved: Template) => void;
}) {
  const { values, onChange, endpoints, templates, problem } = props;
  const [edited, setEdited] = useState<Template | null>(null);
  const template = templates.find(({ id }) => id === values.templateId);
  if (endpoints.length === 0) return <NoEndpoint says="A model judges" />;
  const numbers = { values, problem, onChange };
  const isGreedy = Number(values.votes) > 1 && Number(values.temperature) === 0;
  return (
    <>
      <EndpointField
        value={values.endpointId}
        endpoints={endpoints}
        problem={problem}
        onChange={(endpointId) => onChange({ endpointId })}
      />
      <FormField
        id="template"
        label="Template"
        hint={template && `${describeGrammar(template.grammar)}.`}
        error={problem("templateId")}
      >
        {(control) => (
          <span className="flex gap-2">
            <NativeSelect
              {...control}
              value={values.templateId ?? ""}
              onChange={(event) => onChange({ templateId: Number(event.target.value) })}
            >
              {templates.map(({ id, name, version }) => (
                <option key={id} value={id}>
                  {name}, version {version}
                </option>
              ))}
            </NativeSelect>
            <Button disabled={!template} onClick={() => setEdited(template ?? null)}>
              <Pencil aria-hidden />
              Edit
            </Button>
          </span>
        )}
      </FormField>
      <div className="grid grid-cols-2 gap-3">
        <FormField
          id="votes"
          label="Votes a step"
          hint={Number(values.votes) > 1 ? "The score is the share for reasonable." : "One reply rules."}
          error={problem("votes") && "A whole number, 1 to 64."}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              value={values.votes}
              onChange={(event) => onChange({ votes: event.target.value })}
            />
          )}
        </FormField>
        <ModelNumber
          {...numbers}
          name="temperature"
          hint={isGreedy ? "At 0 all votes would be alike: try 0.7." : undefined}
        />
      </div>
      <label className="flex items-start gap-2.5" htmlFor="logprobs">
        <Checkbox
          id="logprobs"
          className="mt-0.5"
          checked={values.useLogprobs}
          disabled={Number(values.votes) > 1}
          onCheckedChange={(isOn) => onChange({ useLogprobs: isOn === true })}
        />
        <span>
          <span className="font-medium">Score by probability</span>
          <span className="block text-muted text-xs">
            Asks for log-probabilities: where they come, the score is the probability of “reasonable” at the ruling.
            With several votes their share is the score.
          </span>
        </span>
      </label>
      <details className="group">
        <summary className="cursor-pointer text-muted">
          Further settings <span className="ml-1 text-faint text-xs group-open:hidden">tokens, repeats, seed</span>
        </summary>
        <div className="mt-2 grid grid-cols-3 gap-3">
          <ModelNumber {...numbers} name="maxTokens" />
          <ModelNumber {...numbers} name="parseRetries" hint="Times, where no ruling can be read" />
          <ModelNumber {...numbers} name="seed" />
        </div>
      </details>
      <TemplateDialog
        template={edited}
        templates={templates}
        onSaved={(saved) => {
          props.onTemplate(saved);
          setEdited(null);
        }}
        onClose={() => setEdited(null)}
      />
    </>
  );
}
