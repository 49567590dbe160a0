import { X } from "lucide-react";
import { Part } from "@/app/judging/_parts/part";
import { FormField } from "@/app/settings/form-field";
import { IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input, NativeSelect } from "@/components/ui/input";
import type { EvalWay } from "@/domain/eval/plan";
import type { Draft } from "./draft";

const WAYS: { way: EvalWay; label: string }[] = [
  { way: "tools", label: "With tools, as trajectories of the set are generated" },
  { way: "alone", label: "In one action, without tools" },
];

/** What the models are evaluated on. */
export function EvalFields(props: {
  draft: Draft;
  sets: readonly { id: number; name: string }[];
  onChange: (part: Partial<Draft>) => void;
}) {
  const { draft, sets, onChange } = props;
  const nameOf = (id: number) => sets.find((set) => set.id === id)?.name ?? "a removed question set";
  const free = sets.filter(({ id }) => draft.sets.every(({ questionSetId }) => questionSetId !== id));
  return (
    <Part title="Evals">
      {draft.sets.length > 0 && (
        <ul aria-label="Question sets" className="flex flex-col gap-2">
          {draft.sets.map(({ questionSetId, limit }) => (
            <li key={questionSetId} className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate" title={nameOf(questionSetId)}>
                {nameOf(questionSetId)}
              </span>
              <Input
                aria-label={`Questions of ${nameOf(questionSetId)}`}
                className="w-24 tabular-nums"
                placeholder="all"
                inputMode="numeric"
                autoComplete="off"
                value={limit}
                onChange={(event) =>
                  onChange({
                    sets: draft.sets.map((set) =>
                      set.questionSetId === questionSetId ? { ...set, limit: event.target.value } : set,
                    ),
                  })
                }
              />
              <IconButton
                label={`Leave out ${nameOf(questionSetId)}`}
                onClick={() => onChange({ sets: draft.sets.filter((set) => set.questionSetId !== questionSetId) })}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <FormField
        id="arms-set"
        label="Add a question set"
        hint={
          draft.sets.length === 0
            ? "Without one nothing is evaluated. Beside each: at most how many questions, drawn by seed 1."
            : "Answered greedily, as its trajectories were generated last."
        }
      >
        {(control) => (
          <NativeSelect
            {...control}
            value=""
            disabled={free.length === 0}
            onChange={(event) =>
              onChange({ sets: [...draft.sets, { questionSetId: Number(event.target.value), limit: "" }] })
            }
          >
            <option value="" disabled>
              Choose a question set
            </option>
            {free.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </NativeSelect>
        )}
      </FormField>
      {draft.sets.length > 0 && (
        <div className="flex flex-col gap-1.5">
          {WAYS.map(({ way, label }) => (
            <Choice
              key={way}
              id={`way-${way}`}
              label={label}
              checked={draft.ways.includes(way)}
              onChoose={(isChosen) =>
                onChange({
                  ways: WAYS.map((each) => each.way).filter((one) =>
                    one === way ? isChosen : draft.ways.includes(one),
                  ),
                })
              }
            />
          ))}
          <Choice
            id="with-base"
            label="The base model too"
            checked={draft.withBase}
            onChoose={(withBase) => onChange({ withBase })}
          />
        </div>
      )}
    </Part>
  );
}

function Choice(props: { id: string; label: string; checked: boolean; onChoose: (isChosen: boolean) => void }) {
  return (
    <div className="flex items-center gap-2">
      <Checkbox
        id={props.id}
        checked={props.checked}
        onCheckedChange={(isChosen) => props.onChoose(isChosen === true)}
      />
      <label htmlFor={props.id}>{props.label}</label>
    </div>
  );
}
