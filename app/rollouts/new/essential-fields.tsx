import Link from "next/link";
import { FormField } from "@/app/settings/form-field";
import { NativeSelect } from "@/components/ui/input";
import { formatCount } from "@/domain/format";
import { stepLimitOf } from "./draft";
import type { FieldsProps } from "./form";
import { TextField } from "./text-field";
import { ToolFields } from "./tool-fields";

/** What every rollout run is about: model, questions, samples, tools, steps. */
export function EssentialFields(props: FieldsProps) {
  const { draft, errors, models, sets, onChange } = props;
  const notServed = models.filter((model) => model.endpointId === null || model.isSample);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">Questions, model and tools</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <FormField id="rollout-setId" label="Question set" hint="Where the questions come from." error={errors.setId}>
          {(control) => (
            <NativeSelect
              {...control}
              value={draft.setId}
              onChange={(event) => onChange({ setId: event.target.value })}
            >
              <option value="" disabled>
                Choose a question set
              </option>
              {sets.map((set) => (
                <option key={set.id} value={set.id}>
                  {set.name} ({formatCount(set.questions, "question")})
                </option>
              ))}
            </NativeSelect>
          )}
        </FormField>
        <FormField
          id="rollout-modelId"
          label="Model"
          hint={
            notServed.length === 0 ? (
              "The one whose trajectories are made."
            ) : (
              <>
                Those without an endpoint cannot be asked:{" "}
                <Link href="/settings" className="underline hover:text-ink">
                  Settings
                </Link>
              </>
            )
          }
          error={errors.modelId}
        >
          {(control) => (
            <NativeSelect
              {...control}
              value={draft.modelId}
              onChange={(event) => onChange({ modelId: event.target.value })}
            >
              <option value="" disabled>
                Choose a model
              </option>
              {models
                .filter((model) => !notServed.includes(model))
                .map((model) => (
                  <option key={model.id} value={model.id}>
                    {model.name} at {model.endpointName}
                  </option>
                ))}
              {notServed.map((model) => (
                <option key={model.id} value={model.id} disabled>
                  {model.name} ({model.isSample ? "sample" : "no endpoint"})
                </option>
              ))}
            </NativeSelect>
          )}
        </FormField>
      </div>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_9rem_9rem]">
        <TextField
          {...props}
          name="search"
          label="Only questions that hold"
          hint="Words, as in the search of the set's page. Empty: all."
          placeholder="all questions"
        />
        <TextField
          {...props}
          name="limit"
          label="At most"
          hint="Questions, drawn at random."
          placeholder="all"
          isNumber
        />
        <TextField {...props} name="samples" label="Samples" hint="Trajectories a question." isNumber />
      </div>
      <ToolFields {...props} />
      <div className="grid gap-3 sm:grid-cols-[9rem_minmax(0,1fr)_9rem]">
        <TextField
          {...props}
          name="stepLimit"
          label="Step limit"
          value={stepLimitOf(draft)}
          hint="Actions a trajectory."
          isNumber
        />
        <TextField
          {...props}
          name="name"
          label="Name of the rollout run"
          value={draft.name ?? props.suggestedName}
          hint="How it is listed and filtered by."
        />
        <FormField id="rollout-purpose" label="Purpose" hint="For training, or to measure.">
          {(control) => (
            <NativeSelect
              {...control}
              value={draft.purpose}
              onChange={(event) => onChange({ purpose: event.target.value === "eval" ? "eval" : "generate" })}
            >
              <option value="generate">generate</option>
              <option value="eval">eval</option>
            </NativeSelect>
          )}
        </FormField>
      </div>
    </fieldset>
  );
}
