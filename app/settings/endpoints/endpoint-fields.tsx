import { Checkbox } from "@/components/ui/checkbox";
import { Input, Textarea } from "@/components/ui/input";
import { FormField } from "../form-field";
import type { EndpointForm, FormErrors } from "./form-values";

type Text = { [Name in keyof EndpointForm]: EndpointForm[Name] extends string ? Name : never }[keyof EndpointForm];

export function EndpointFields(props: {
  form: EndpointForm;
  errors: FormErrors;
  isNew: boolean;
  onChange: (changed: Partial<EndpointForm>) => void;
}) {
  const { form, errors, onChange } = props;
  const field = (name: Text, label: string, hint: string, more: { placeholder?: string; isNumber?: boolean } = {}) => (
    <FormField id={`endpoint-${name}`} label={label} hint={hint} error={errors[name]}>
      {(control) => (
        <Input
          {...control}
          value={form[name]}
          placeholder={more.placeholder}
          inputMode={more.isNumber ? "decimal" : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </FormField>
  );
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        {field("name", "Name", "How the studio lists it.", { placeholder: "Local vLLM" })}
        {field("baseUrl", "Address", "Usually ends in /v1.", { placeholder: "http://127.0.0.1:8000/v1" })}
        {field("servedName", "Model name in requests", "As the server calls it.", { placeholder: "Qwen/Qwen3-8B" })}
        {props.isNew && (
          <FormField
            id="endpoint-model"
            label="Model in the studio"
            hint="What its trajectories are listed under. Empty: it only judges."
          >
            {(control) => (
              <Input
                {...control}
                value={form.modelName ?? form.servedName}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => onChange({ modelName: event.target.value })}
              />
            )}
          </FormField>
        )}
      </div>
      {field(
        "keyVariable",
        "Environment variable with the key",
        "Its name, never the key itself. It must be set for the studio and for every worker. Empty: no key.",
        { placeholder: "OPENAI_API_KEY" },
      )}
      <div className="grid gap-3 sm:grid-cols-3">
        {field("maxConcurrency", "Requests at once", "Over all workers.", { isNumber: true })}
        {field("timeoutSeconds", "Timeout (s)", form.isStreamed ? "For each next piece." : "For a whole reply.", {
          isNumber: true,
        })}
        {field("patienceSeconds", "Patience (s)", "Down for longer, it pauses its runs.", { isNumber: true })}
      </div>
      <label className="flex items-start gap-2 text-sm" htmlFor="endpoint-streamed">
        <Checkbox
          id="endpoint-streamed"
          className="mt-0.5"
          checked={form.isStreamed}
          onCheckedChange={(checked) => onChange({ isStreamed: checked === true })}
        />
        <span>
          Stream replies <span className="text-faint">(long replies then need no long timeout)</span>
        </span>
      </label>
      <FormField
        id="endpoint-extra"
        label="Further fields of every request (JSON)"
        hint="They replace fields of the same name; null leaves a field out."
        error={errors.extraBody}
      >
        {(control) => (
          <Textarea
            {...control}
            className="font-mono text-xs"
            rows={2}
            spellCheck={false}
            value={form.extraBody}
            placeholder='{"chat_template_kwargs": {"enable_thinking": false}}'
            onChange={(event) => onChange({ extraBody: event.target.value })}
          />
        )}
      </FormField>
    </>
  );
}
