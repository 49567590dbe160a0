import Link from "next/link";
import { FormField } from "@/app/settings/form-field";
import type { ResourceTexts } from "@/app/training/new/draft";
import type { ApiOutputs } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect } from "@/components/ui/input";

type Engine = ApiOutputs["eval"]["options"]["engines"][number];

const FIELDS = [
  { name: "cpus", label: "CPUs", hint: "Cores" },
  { name: "gpus", label: "GPUs", hint: "0: a server on CPUs" },
  { name: "memoryGib", label: "Memory", hint: "GiB; empty: any" },
] as const;

/** Where servers are started for models that no endpoint serves, and what each may use. */
export function ServingFields(props: {
  title: string;
  /** For what they are started, and how long they stay */
  note: string;
  engines: readonly Engine[];
  engine: Engine | null;
  texts: ResourceTexts | null;
  errors: Partial<ResourceTexts>;
  onEngine: (id: number) => void;
  onResources: (resources: ResourceTexts) => void;
}) {
  const { engine, texts } = props;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="float-left w-full font-semibold">{props.title}</legend>
      <p className="max-w-[80ch] text-muted text-xs">{props.note}</p>
      {engine && texts ? (
        <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <FormField id="eval-engine" label="Training engine" hint={engine.address}>
            {(control) => (
              <NativeSelect
                {...control}
                value={engine.id}
                onChange={(event) => props.onEngine(Number(event.target.value))}
              >
                {props.engines.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </FormField>
          <div className="grid grid-cols-3 gap-3">
            {FIELDS.map(({ name, label, hint }) => (
              <FormField key={name} id={`eval-${name}`} label={label} hint={hint} error={props.errors[name]}>
                {(control) => (
                  <Input
                    {...control}
                    inputMode="decimal"
                    className="tabular-nums"
                    autoComplete="off"
                    value={texts[name]}
                    onChange={(event) => props.onResources({ ...texts, [name]: event.target.value })}
                  />
                )}
              </FormField>
            ))}
          </div>
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-warning-soft px-3 py-2 text-warning-ink">
          <p className="min-w-0 flex-1 basis-72">There is no training engine yet to start a server on.</p>
          <Button asChild size="sm">
            <Link href="/settings">Add a training engine</Link>
          </Button>
        </div>
      )}
    </fieldset>
  );
}
