import type { ReactNode } from "react";
import { FormField } from "@/app/settings/form-field";
import { Button } from "@/components/ui/button";
import { NativeSelect, Textarea } from "@/components/ui/input";
import { counted, systemPromptOf } from "./draft";
import type { FieldsProps } from "./form";
import { TextField } from "./text-field";

/** What most runs leave as it is. */
export function FurtherFields(props: FieldsProps) {
  const { draft } = props;
  return (
    <div className="border-line border-t">
      <Fold title="Sampling" says={`temperature ${draft.temperature}, top-p ${draft.topP}, seed ${draft.seed}`}>
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
          <TextField {...props} name="temperature" label="Temperature" hint="Above 0, or samples are alike." isNumber />
          <TextField {...props} name="topP" label="Top-p" hint="1: off." isNumber />
          <TextField {...props} name="topK" label="Top-k" hint="Empty: not sent." isNumber />
          <TextField {...props} name="maxTokens" label="Tokens an action" hint="At most." isNumber />
          <TextField {...props} name="seed" label="Seed" hint="Of every request's own seed." isNumber />
          <TextField {...props} name="drawSeed" label="Seed of the draw" hint="Which questions, if not all." isNumber />
        </div>
      </Fold>
      <Fold
        title="Limits"
        says={`${counted(draft.observationLimit, "character")} an observation, the same call at most ${counted(draft.sameCallLimit, "time")}`}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            {...props}
            name="observationLimit"
            label="Characters of an observation"
            hint="That the model is shown; the rest is cut."
            isNumber
          />
          <TextField
            {...props}
            name="sameCallLimit"
            label="Same call"
            hint="How often, before a trajectory ends with “call repeated”."
            isNumber
          />
        </div>
      </Fold>
      <Fold
        title="Prompt"
        says={`${draft.protocol === "tags" ? "tags" : "native calls"}, ${draft.systemPrompt === null ? "the usual prompt" : "a prompt of your own"}`}
      >
        <PromptFields {...props} />
      </Fold>
    </div>
  );
}

function PromptFields({ draft, errors, onChange }: FieldsProps) {
  return (
    <div className="flex flex-col gap-3">
      <FormField
        id="rollout-protocol"
        label="Tool protocol"
        hint="Tags work with every model; native calls need a server that parses them."
        className="sm:max-w-xs"
      >
        {(control) => (
          <NativeSelect
            {...control}
            value={draft.protocol}
            onChange={(event) => onChange({ protocol: event.target.value === "native" ? "native" : "tags" })}
          >
            <option value="tags">tags in the text</option>
            <option value="native">native tool calls</option>
          </NativeSelect>
        )}
      </FormField>
      <FormField
        id="rollout-systemPrompt"
        label="System prompt"
        hint={
          draft.systemPrompt === null
            ? "Follows protocol, tools and step limit until you change it."
            : "Yours: it no longer follows protocol, tools and step limit."
        }
        error={errors.systemPrompt}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={9}
            className="font-mono text-xs"
            value={systemPromptOf(draft)}
            onChange={(event) => onChange({ systemPrompt: event.target.value })}
          />
        )}
      </FormField>
      {draft.systemPrompt !== null && (
        <Button size="sm" className="self-start" onClick={() => onChange({ systemPrompt: null })}>
          Back to the usual prompt
        </Button>
      )}
    </div>
  );
}

function Fold({ title, says, children }: { title: string; says: string; children: ReactNode }) {
  return (
    <details className="group border-line border-b py-2.5">
      <summary className="cursor-pointer">
        <span className="font-semibold">{title}</span>
        <span className="ml-3 text-muted group-open:hidden">{says}</span>
      </summary>
      <div className="pt-3 pb-1">{children}</div>
    </details>
  );
}
