"use client";
import { Part } from "@/app/judging/_parts/part";
import { PoolBox } from "@/app/judging/_parts/pool-box";
import { FormField } from "@/app/settings/form-field";
import { MODE_WORDS } from "@/components/glyphs/mode-badge";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import { NativeSelect } from "@/components/ui/input";
import type { Names, RunChoice } from "@/domain/browse";
import { FilterMode } from "@/domain/filter";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { nameOfSet } from "@/domain/training-set/training-set";
import { ChosenSet } from "./chosen-set";
import type { FieldsProps } from "./form";

type DataProps = FieldsProps & { names: Names };

/** What is trained on: a training set, or a pool, whose verdicts and outcomes filter it, and how. */
export function DataFields(props: DataProps) {
  const { draft, lists, onChange } = props;
  const set = lists.trainingSets.find(({ id }) => id === draft.trainingSet);
  return (
    <Part title="Data">
      {lists.trainingSets.length > 0 && (
        <Labelled label="Training set">
          <Combobox
            label="Training set"
            className="w-full"
            value={set ? String(set.id) : null}
            placeholder="none: a pool, as a filter mode keeps it now"
            options={lists.trainingSets.map((each) => ({
              value: String(each.id),
              label: nameOfSet(each),
              hint: each.arm,
            }))}
            onChange={(value) => {
              const chosen = lists.trainingSets.find(({ id }) => String(id) === value);
              if (chosen) onChange({ trainingSet: chosen.id, mode: chosen.filter.mode });
            }}
          />
        </Labelled>
      )}
      {set ? <ChosenSet set={set} onPool={() => onChange({ trainingSet: null })} /> : <PoolFields {...props} />}
    </Part>
  );
}

function PoolFields({ draft, names, onChange }: DataProps) {
  const { pool, mode } = draft;
  const isScope = pool.scope !== null && pool.scope === pool.judge;
  const change = (part: Partial<Pool>) => onChange({ pool: { ...pool, ...part } });
  return (
    <>
      <PoolBox pool={pool} names={names} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Labelled label="Judging run">
          <Combobox
            label="Judging run"
            className="w-full"
            value={pool.judge === null ? null : String(pool.judge)}
            placeholder="choose one"
            options={optionsOf(names.judgingRuns)}
            onChange={(value) => {
              const judge = Number(value);
              if (isScope) onChange({ pool: { ...EMPTY_POOL, judge, labels: null, scope: judge } });
              else change({ judge });
            }}
          />
        </Labelled>
        <Labelled label="Labelling run">
          <Combobox
            label="Labelling run"
            className="w-full"
            value={pool.labels === null ? null : String(pool.labels)}
            placeholder="the one that covers most"
            options={optionsOf(names.labellingRuns)}
            onChange={(value) => change({ labels: Number(value) })}
          />
        </Labelled>
      </div>
      <FormField
        id="training-mode"
        label="Filter mode"
        hint="What of the pool is trained on. The paper's best for step-wise RL: process."
      >
        {(control) => (
          <NativeSelect
            {...control}
            value={mode}
            onChange={(event) => onChange({ mode: FilterMode.parse(event.target.value) })}
          >
            {FilterMode.options.map((each) => (
              <option key={each} value={each}>
                {MODE_WORDS[each]}
              </option>
            ))}
          </NativeSelect>
        )}
      </FormField>
    </>
  );
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="font-medium text-muted text-xs" aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}

function optionsOf(runs: readonly RunChoice[]): ComboboxOption[] {
  return runs.map((run) => ({
    value: String(run.id),
    label: run.isNewest ? run.name : `${run.name}, version ${run.version}`,
    hint: run.isSample ? "sample" : undefined,
  }));
}
