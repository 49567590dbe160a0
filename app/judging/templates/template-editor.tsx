"use client";
/** A judge's prompt and how its replies are read; saving makes the next version of its name. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormField } from "@/app/settings/form-field";
import { showFirstProblem } from "@/app/settings/show-first-problem";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect, Textarea } from "@/components/ui/input";
import { unknownPlaces } from "@/domain/judging/prompt";
import { TemplateDraft } from "@/domain/judging/settings";
import { fromFields, type GrammarFields, toFields } from "./grammar-text";

export type Template = ApiOutputs["judging"]["templates"]["list"][number];

type Values = { name: string; systemText: string; userText: string } & GrammarFields;

export function TemplateEditor(props: {
  template: Template;
  /** The newest version of each name there is */
  newest: ReadonlyMap<string, number>;
  onSaved: (template: Template) => void;
  onCancel: () => void;
}) {
  const { template } = props;
  const [values, setValues] = useState<Values>({ ...template, ...toFields(template.grammar) });
  const [isTried, setIsTried] = useState(false);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const saving = useMutation(
    trpc.judging.templates.save.mutationOptions({
      onSuccess: async (saved) => {
        await queries.invalidateQueries(trpc.judging.templates.list.queryFilter());
        props.onSaved(saved);
      },
    }),
  );
  const draft = TemplateDraft.safeParse({
    name: values.name,
    systemText: values.systemText,
    userText: values.userText,
    grammar: fromFields(values),
  });
  const problem = (...path: string[]) =>
    isTried
      ? draft.error?.issues.find((issue) => path.every((part, at) => String(issue.path[at]) === part))?.message
      : undefined;
  const field = (name: keyof Values) => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value }),
  });
  const version = (props.newest.get(values.name.trim()) ?? 0) + 1;
  return (
    <form
      className="mt-3 flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        // Opened from the form of a judging run, whose own submit is no business of this one: events pass through portals.
        event.stopPropagation();
        setIsTried(true);
        if (draft.success) saving.mutate(draft.data);
        else showFirstProblem(event.currentTarget);
      }}
    >
      <FormField
        id="template-name"
        label="Name"
        hint={version > 1 ? `Saved as version ${version}; earlier versions stay.` : "A new template."}
        error={problem("name")}
      >
        {(control) => <Input {...control} {...field("name")} />}
      </FormField>
      <FormField id="template-system" label="System message" hint="Left out where empty." error={problem("systemText")}>
        {(control) => <Textarea {...control} {...field("systemText")} rows={3} className="font-mono text-xs" />}
      </FormField>
      <FormField
        id="template-user"
        label="Prompt"
        hint="{question}, {context} and {action} stand for the texts of the step. The reference answer and what came later cannot be put in."
        error={problem("userText")}
      >
        {(control) => <Textarea {...control} {...field("userText")} rows={16} className="font-mono text-xs" />}
      </FormField>
      <UnknownPlaces places={unknownPlaces(values)} />
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-1 font-medium">How replies are read</legend>
        <div className="grid gap-3 sm:grid-cols-3">
          <FormField id="template-form" label="Form" hint="The last one in the reply counts.">
            {(control) => (
              <NativeSelect {...control} {...field("form")}>
                <option value="lines">Line “Label: value”</option>
                <option value="json">JSON object</option>
              </NativeSelect>
            )}
          </FormField>
          <FormField
            id="template-ruling"
            label={values.form === "lines" ? "Ruling's label" : "Ruling's key"}
            error={problem("grammar", "ruling")}
          >
            {(control) => <Input {...control} {...field("ruling")} />}
          </FormField>
          <FormField
            id="template-score"
            label={values.form === "lines" ? "Score's label" : "Score's key"}
            hint="Empty: no score is read."
            error={problem("grammar", "score")}
          >
            {(control) => <Input {...control} {...field("score")} />}
          </FormField>
          {values.form === "json" && (
            <FormField id="template-rationale" label="Rationale's key" hint="Empty: no rationale is read.">
              {(control) => <Input {...control} {...field("rationale")} />}
            </FormField>
          )}
        </div>
        <div className="grid gap-3 sm:grid-cols-3">
          <FormField
            id="template-reasonable"
            label="Words for reasonable"
            hint="Several with commas between."
            error={problem("grammar", "words", "reasonable")}
          >
            {(control) => <Input {...control} {...field("reasonable")} />}
          </FormField>
          <FormField
            id="template-neutral"
            label="Words for neutral"
            hint="Empty: the judge knows two ratings."
            error={problem("grammar", "words", "neutral")}
          >
            {(control) => <Input {...control} {...field("neutral")} />}
          </FormField>
          <FormField
            id="template-unreasonable"
            label="Words for unreasonable"
            error={problem("grammar", "words", "unreasonable")}
          >
            {(control) => <Input {...control} {...field("unreasonable")} />}
          </FormField>
        </div>
        {isTried && <GrammarProblem draft={draft} />}
      </fieldset>
      {saving.isError && (
        <p role="alert" className="text-danger-ink">
          The template was not saved: {saving.error.message}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={props.onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={saving.isPending}>
          {saving.isPending ? "Saving…" : `Save version ${version}`}
        </Button>
      </div>
    </form>
  );
}

function GrammarProblem({ draft }: { draft: ReturnType<typeof TemplateDraft.safeParse> }) {
  const found = draft.error?.issues.find(({ path }) => path.length === 1 && path[0] === "grammar");
  return found ? (
    <p role="alert" className="text-danger-ink text-xs">
      {found.message}
    </p>
  ) : null;
}

/** Perhaps meant: a JSON example may hold such braces, so nothing is refused. */
function UnknownPlaces({ places }: { places: readonly string[] }) {
  return (
    <p role="status" className="-mt-3 text-warning-ink text-xs empty:hidden">
      {places.length > 0 &&
        `Nothing is put in for ${places.join(", ")}: the judge reads ${places.length === 1 ? "it" : "them"} as written.`}
    </p>
  );
}
