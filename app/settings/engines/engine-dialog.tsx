"use client";
/** The form that makes or changes a training engine, and tests what it says before it is saved. */
import { type FormEvent, type MouseEvent, useState } from "react";
import { showFirstProblem } from "@/app/settings/show-first-problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { formatCount } from "@/domain/format";
import { EngineFields } from "./engine-fields";
import { type EngineForm, type FormErrors, readForm, toForm } from "./form-values";
import { TestResult } from "./test-result";
import { type ListedEngine, useEngineActions, useEngineTest } from "./use-engines";

export function EngineDialog({ engine, onClose }: { engine: ListedEngine | null; onClose: () => void }) {
  const { save } = useEngineActions();
  const test = useEngineTest();
  const toast = useToast();
  const [form, setForm] = useState(() => toForm(engine));
  const [errors, setErrors] = useState<FormErrors>({});

  const change = (changed: Partial<EngineForm>) => {
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
      { ...settings, id: engine?.id ?? null },
      {
        onSuccess: ({ name }) => {
          toast({ title: engine ? `Saved "${name}"` : `Added the training engine "${name}"` });
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
        title={engine ? `Edit "${engine.name}"` : "Add a training engine"}
        description="A Ray cluster that carries out training jobs."
        className="top-[4vh] max-h-[92vh] w-[min(680px,calc(100vw-24px))]"
      >
        <form onSubmit={submit} noValidate className="mt-4 flex flex-col gap-3">
          <EngineFields form={form} errors={errors} onChange={change} />
          {engine !== null && engine.openRuns > 0 && (
            <p className="text-muted text-sm">
              {formatCount(engine.openRuns, "training run that is", "training runs that are")} not over{" "}
              {engine.openRuns === 1 ? "keeps" : "keep"} the settings as they were at launch. Where nobody answers at
              the address before, {engine.openRuns === 1 ? "it is" : "they are"} looked for at the new one.
            </p>
          )}
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
              {save.isPending ? "Saving…" : engine ? "Save engine" : "Add engine"}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
