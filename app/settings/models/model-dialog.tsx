"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { showFirstProblem } from "@/app/settings/show-first-problem";
import { useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog";
import { Input, NativeSelect } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import type { ListedEndpoint } from "../endpoints/use-endpoints";
import { FormField } from "../form-field";
import { type ListedModel, type ModelErrors, type ModelForm, readForm, toForm } from "./form-values";

export function ModelDialog(props: {
  model: ListedModel | null;
  models: readonly ListedModel[];
  endpoints: readonly ListedEndpoint[];
  onClose: () => void;
}) {
  const { model, onClose } = props;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const [form, setForm] = useState(() => toForm(model));
  const [errors, setErrors] = useState<ModelErrors>({});
  const save = useMutation(
    trpc.endpoint.models.save.mutationOptions({
      onSuccess: async () => {
        toast({ title: model ? `Saved "${form.name.trim()}"` : `Added the model "${form.name.trim()}"` });
        onClose();
        await queries.invalidateQueries(trpc.endpoint.pathFilter());
      },
    }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = readForm(form);
    setErrors("errors" in read ? read.errors : {});
    if ("settings" in read) save.mutate({ ...read.settings, id: model?.id ?? null });
    else showFirstProblem(event.currentTarget);
  };
  const change = (changed: Partial<ModelForm>) => setForm((current) => ({ ...current, ...changed }));
  const select = (name: keyof ModelForm, label: string, options: readonly [value: string, label: string][]) => (
    <FormField id={`model-${name}`} label={label} error={errors[name]}>
      {(control) => (
        <NativeSelect {...control} value={form[name]} onChange={(event) => change({ [name]: event.target.value })}>
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </NativeSelect>
      )}
    </FormField>
  );
  const text = (name: keyof ModelForm, label: string, hint: string) => (
    <FormField id={`model-${name}`} label={label} hint={hint} error={errors[name]}>
      {(control) => (
        <Input
          {...control}
          value={form[name]}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </FormField>
  );
  const parents = props.models.filter(({ id, isSample }) => id !== model?.id && !isSample);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        isForm
        title={model ? `Edit "${model.name}"` : "Add a model"}
        description="The weights that trajectories come from. Those of one model are on-policy for it alone."
      >
        <form onSubmit={submit} noValidate className="mt-4 flex flex-col gap-3">
          {text("name", "Name", "How the studio lists it.")}
          {select("kind", "Kind", [
            ["", "Not recorded"],
            ["base", "Base model"],
            ["checkpoint", "Checkpoint"],
          ])}
          {form.kind === "checkpoint" &&
            select("parentId", "Trained from", [
              ["", "Not recorded"],
              ...parents.map(({ id, name }): [string, string] => [String(id), name]),
            ])}
          {text(
            "weightsHash",
            "Hash of its weights (sha256)",
            "Where it is known: it tells these weights from others.",
          )}
          {select("endpointId", "Served by", [
            ["", "No endpoint"],
            ...props.endpoints.map(({ id, name }): [string, string] => [String(id), name]),
          ])}
          {text(
            "path",
            "Path for training",
            "A Hugging Face name, or a path on the cluster: where a trainer loads these weights.",
          )}
          {save.isError && (
            <p role="alert" className="text-danger-ink text-sm">
              {save.error.message}
            </p>
          )}
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={save.isPending}>
              {save.isPending ? "Saving…" : model ? "Save model" : "Add model"}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
