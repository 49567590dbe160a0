"use client";
/** What all arms share: the experiment's name, its pool, whose verdicts and outcomes, and whether arms are matched. */
import { FormField } from "@/app/settings/form-field";
import { Switch } from "@/components/ui/checkbox";
import { Combobox } from "@/components/ui/combobox";
import { Input } from "@/components/ui/input";
import type { Names } from "@/domain/browse";
import type { PoolFigures } from "@/domain/filtering/figures";
import { formatCount } from "@/domain/format";
import { commonJudge, commonLabels, type Draft, withRun } from "./draft";
import { runOptions } from "./names";
import { PoolFilters } from "./pool-filters";

export function PlanPanel(props: {
  draft: Draft;
  nameError: string | undefined;
  names: Names;
  /** null while they are on their way */
  figures: PoolFigures | null;
  onChange: (change: (draft: Draft) => Draft) => void;
}) {
  const { draft, names, figures, onChange } = props;
  const judge = commonJudge(draft);
  const labels = commonLabels(draft);
  return (
    <section aria-label="Plan" className="flex flex-col gap-3 rounded-lg border border-line bg-panel px-4 py-3">
      <div className="grid items-start gap-x-4 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
        <FormField id="experiment-name" label="Name" error={props.nameError}>
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              autoComplete="off"
              onChange={(event) => onChange((current) => ({ ...current, name: event.target.value }))}
            />
          )}
        </FormField>
        <Choice label="Judging run of all arms">
          <Combobox
            label="Judging run of all arms"
            className="w-full"
            value={judge === null ? null : String(judge)}
            placeholder={names.judgingRuns.length === 0 ? "there is none yet" : "each arm has its own"}
            options={runOptions(names.judgingRuns)}
            onChange={(value) => onChange((current) => withRun(current, { judge: Number(value) }))}
          />
        </Choice>
        <Choice label="Labelling run of all arms">
          <Combobox
            label="Labelling run of all arms"
            className="w-full"
            value={labels === null ? null : String(labels)}
            placeholder={names.labellingRuns.length === 0 ? "nothing is labelled" : "none, or each arm has its own"}
            options={runOptions(names.labellingRuns)}
            onChange={(value) => onChange((current) => withRun(current, { labels: Number(value) }))}
          />
        </Choice>
      </div>
      <PoolFilters pool={draft.pool} names={names} onChange={(pool) => onChange((current) => ({ ...current, pool }))} />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <div className="flex items-center gap-2">
          <Switch
            id="experiment-matching"
            checked={draft.matching}
            onCheckedChange={(matching) => onChange((current) => ({ ...current, matching }))}
            aria-describedby="experiment-matching-note"
          />
          <label htmlFor="experiment-matching">Match the arms</label>
          <span id="experiment-matching-note" className="text-faint text-xs">
            Each is drawn down to as many distinct contexts as the smallest has.
          </span>
        </div>
        <p className="text-muted tabular-nums sm:ml-auto" data-testid="pool-size">
          {figures && sizeOf(figures)}
        </p>
      </div>
    </section>
  );
}

function sizeOf({ trajectories, subTrajectories, questions }: PoolFigures): string {
  return [
    formatCount(trajectories, "trajectory", "trajectories"),
    formatCount(subTrajectories, "sub-trajectory", "sub-trajectories"),
    formatCount(questions, "question"),
  ].join(" · ");
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="font-medium text-muted text-xs" aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}
