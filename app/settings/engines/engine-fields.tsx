import { Input } from "@/components/ui/input";
import { FormField } from "../form-field";
import type { EngineForm, FormErrors } from "./form-values";

type More = { placeholder?: string; isNumber?: boolean };

export function EngineFields(props: {
  form: EngineForm;
  errors: FormErrors;
  onChange: (changed: Partial<EngineForm>) => void;
}) {
  const { form, errors, onChange } = props;
  const field = (name: keyof EngineForm, label: string, hint: string, more: More = {}) => (
    <FormField id={`engine-${name}`} label={label} hint={hint} error={errors[name]}>
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
        {field("name", "Name", "How the studio lists it.", { placeholder: "GPU cluster" })}
        {field("address", "Address of Ray's dashboard", "Port 8265 unless Ray was told otherwise.", {
          placeholder: "http://127.0.0.1:8265",
        })}
      </div>
      {field(
        "tokenVariable",
        "Environment variable with the token",
        "Its name, never the token itself. It must be set for the studio and for every worker. Empty: no token.",
        { placeholder: "RAY_AUTH_TOKEN" },
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        {field("storage", "Storage on the cluster", "Runs keep their checkpoints here; every machine there sees it.", {
          placeholder: "/shared/swirl",
        })}
        {field("sharedFolder", "The same folder here", "Empty: this machine does not see it; data is uploaded.", {
          placeholder: "/mnt/swirl",
        })}
      </div>
      <Group title="What a job asks for, unless its launch says otherwise">
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          {field("gpus", "GPUs", "On one machine.", { isNumber: true })}
          {field("cpus", "CPUs", "On the same one.", { isNumber: true })}
          {field("memoryGib", "Memory (GiB)", "Empty: what there is.", { isNumber: true })}
          {field("python", "Python", "As started there.", { placeholder: "python" })}
        </div>
      </Group>
      <Group title="Server of its checkpoints">
        <p className="text-muted text-xs">
          One that answers for every model below the storage under its path there, such as{" "}
          <code className="font-mono">python -m swirl_trainer serve</code>: finished checkpoints then get an endpoint by
          themselves. Empty: none.
        </p>
        {field("servingUrl", "Address", "Usually ends in /v1.", { placeholder: "http://127.0.0.1:8100/v1" })}
        {form.servingUrl.trim() !== "" && (
          <div className="grid gap-3 sm:grid-cols-2">
            {field("servingKeyVariable", "Environment variable with its key", "Empty: no key.")}
            {field("servingConcurrency", "Requests at once", "Over all workers.", { isNumber: true })}
          </div>
        )}
      </Group>
      <Group title="Servers started as jobs">
        {field(
          "jobKeyVariable",
          "Key variable of servers started as jobs",
          "The environment variable with the key that they ask for, set on the cluster and here. Empty: no key.",
        )}
      </Group>
    </>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 border-line border-t pt-3">
      <legend className="float-left mb-1 w-full font-medium text-sm">{title}</legend>
      {children}
    </fieldset>
  );
}
