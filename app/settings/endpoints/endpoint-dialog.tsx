"use client";
/** The form that makes or changes an endpoint, and tests what it says before it is saved. */
import { type FormEvent, type MouseEvent, useState } from "react";
import { showFirstProblem } from "@/app/settings/show-first-problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { EndpointFields } from "./endpoint-fields";
import { type EndpointForm, type FormErrors, modelNameOf, readForm, toForm } from "./form-values";
import { TestResult } from "./test-result";
import { type ListedEndpoint, useEndpointActions, useEndpointTest } from "./use-endpoints";

export function EndpointDialog({ endpoint, onClose }: { endpoint: ListedEndpoint | null; onClose: () => void }) {
  const { save } = useEndpointActions();
  const test = useEndpointTest();
  const toast = useToast();
  const [form, setForm] = useState(() => toForm(endpoint));
  const [errors, setErrors] = useState<FormErrors>({});

  const change = (changed: Partial<EndpointForm>) => {
    setForm((current) => ({ ...current, ...changed }));
    // What is being corrected is no longer marked; what was said about the old values no longer holds.
    setErrors((current) => ({
      ...current,
      ...Object.fromEntries(Object.keys(changed).map((name) => [name, undefined])),
    }));
    if (!test.isIdle) test.reset();
  };
  const read = (element: HTMLFormElement | null) => {
    const result = readForm(form);
    setErrors("errors" in result ? result.errors : {});
    if ("errors" in result) showFirstProblem(element);
    return "errors" in result ? null : result.settings;
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const settings = read(event.currentTarget);
    if (!settings) return;
    save.mutate(
      { ...settings, id: endpoint?.id ?? null, modelName: endpoint ? null : modelNameOf(form) },
      {
        onSuccess: ({ name }) => {
          toast({ title: endpoint ? `Saved "${name}"` : `Added the endpoint "${name}"` });
          onClose();
        },
      },
    );
  };
  const runTest = (event: MouseEvent<HTMLButtonElement>) => {
    const settings = read(event.currentTarget.form);
    if (settings) test.mutate(settings);
  };

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        isForm
        title={endpoint ? `Edit "${endpoint.name}"` : "Add an endpoint"}
        description="A server that speaks OpenAI's protocol, and the model it serves."
        className="top-[6vh] max-h-[88vh] w-[min(680px,calc(100vw-24px))]"
      >
        <form onSubmit={submit} noValidate className="mt-4 flex flex-col gap-3">
          <EndpointFields form={form} errors={errors} isNew={endpoint === null} onChange={change} />
          <TestResult test={test} />
          {save.isError && (
            <p role="alert" className="text-danger-ink text-sm">
              {save.error.message}
            </p>
          )}
          <DialogActions>
            <Button className="mr-auto" disabled={test.isPending} onClick={runTest}>
              {test.isPending ? "Testing…" : "Test"}
            </Button>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={save.isPending}>
              {save.isPending ? "Saving…" : endpoint ? "Save endpoint" : "Add endpoint"}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
