"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Part } from "@/app/judging/_parts/part";
import { FormField } from "@/app/settings/form-field";
import { useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect } from "@/components/ui/input";
import { ModelPath } from "@/domain/model";
import type { Lists } from "./draft";
import type { FieldsProps } from "./form";

/** Whose weights are trained, and where. */
export function ModelFields(
  props: FieldsProps & {
    onModels: (models: Lists["models"]) => void;
    /** The base model's path is known now */
    onPath: () => void;
  },
) {
  const { draft, lists, onChange } = props;
  const base = lists.models.find(({ id }) => id === draft.baseModelId);
  const engine = lists.engines.find(({ id }) => id === draft.engineId);
  return (
    <Part title="Model and engine">
      <FormField id="training-base" label="Base model" hint={base?.path ?? undefined}>
        {(control) => (
          <NativeSelect
            {...control}
            value={draft.baseModelId ?? ""}
            onChange={(event) => onChange({ baseModelId: Number(event.target.value) })}
          >
            <option value="" disabled>
              Choose a model
            </option>
            {lists.models.map((model) => (
              <option key={model.id} value={model.id} disabled={model.isSample}>
                {model.name}
                {model.isSample ? " (sample)" : model.path === null ? " (no path yet)" : ""}
              </option>
            ))}
          </NativeSelect>
        )}
      </FormField>
      {base && base.path === null && !base.isSample && (
        <PathField key={base.id} base={base} onModels={props.onModels} onSaved={props.onPath} />
      )}
      <FormField
        id="training-engine"
        label="Training engine"
        hint={engine && `${engine.address}; runs are kept in ${engine.storage}`}
      >
        {(control) => (
          <NativeSelect
            {...control}
            value={draft.engineId ?? ""}
            onChange={(event) => onChange({ engineId: Number(event.target.value), resources: null })}
          >
            <option value="" disabled>
              Choose an engine
            </option>
            {lists.engines.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </NativeSelect>
        )}
      </FormField>
    </Part>
  );
}

/** Asks for what is missing to train the model, and keeps it with the model. */
function PathField(props: {
  base: Lists["models"][number];
  onModels: (models: Lists["models"]) => void;
  onSaved: () => void;
}) {
  const { base } = props;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [path, setPath] = useState("");
  const [error, setError] = useState<string>();
  const save = useMutation(
    trpc.endpoint.models.save.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.endpoint.models.list.queryFilter());
        props.onModels(await queries.fetchQuery(trpc.endpoint.models.list.queryOptions()));
        props.onSaved();
      },
    }),
  );
  function submit() {
    const parsed = ModelPath.safeParse(path);
    setError(parsed.error?.issues[0]?.message);
    const { id, name, kind, weightsHash, parentId, endpointId } = base;
    if (parsed.success) save.mutate({ id, name, kind, weightsHash, parentId, endpointId, path: parsed.data });
  }
  return (
    <FormField
      id="training-path"
      label={`Path of "${base.name}"`}
      hint="A Hugging Face name, or a path on the cluster. It is kept with the model."
      error={error ?? save.error?.message}
    >
      {(control) => (
        <span className="flex gap-2">
          <Input
            {...control}
            value={path}
            autoComplete="off"
            spellCheck={false}
            placeholder="Qwen/Qwen2.5-0.5B-Instruct"
            onChange={(event) => setPath(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              submit();
            }}
          />
          <Button onClick={submit} disabled={save.isPending}>
            {save.isPending ? "Saving…" : "Save path"}
          </Button>
        </span>
      )}
    </FormField>
  );
}
