import type { ReactNode } from "react";
import type { ApiOutputs } from "@/app/trpc";
import { formatCount, formatDuration, formatNumber } from "@/domain/format";
import type { Algorithm } from "@/domain/training/config";

type Jobs = ApiOutputs["armTraining"]["plan"];

/** The jobs that a choice comes to, and what they cost in tokens and time. */
export function JobsPanel(props: {
  jobs: Jobs | null;
  isBusy: boolean;
  missing: string | null;
  error: string | null;
  algorithm: Algorithm;
  sets: readonly { id: number; name: string }[];
}) {
  const { jobs, isBusy, missing, error } = props;
  const sentence = missing ?? error;
  if (sentence !== null || jobs === null)
    return (
      <p aria-live="polite" className={error !== null && missing === null ? "text-danger-ink" : "min-h-32 text-muted"}>
        {sentence ?? "Counting…"}
      </p>
    );
  return (
    <div aria-busy={isBusy} className={isBusy ? "opacity-70" : undefined}>
      <h2 className="font-semibold">Plan of jobs</h2>
      <Arms jobs={jobs} algorithm={props.algorithm} />
      {jobs.cells.length > 0 && <Cells jobs={jobs} sets={props.sets} />}
      {jobs.cost && <Cost cost={jobs.cost} jobs={jobs} algorithm={props.algorithm} />}
      <Sentences label="What forbids to start" of={jobs.problems} className="border border-danger text-danger-ink" />
      <Sentences label="Warnings" of={jobs.warnings} className="bg-warning-soft text-warning-ink" />
    </div>
  );
}

function Arms({ jobs, algorithm }: { jobs: Jobs; algorithm: Algorithm }) {
  const unit = algorithm === "swirl" ? "distinct contexts" : "sub-trajectories";
  return (
    <ul aria-label="Arms to train" className="mt-2 flex flex-col gap-1.5">
      {jobs.arms.map(({ name, check, frozen }) => (
        <li key={name}>
          <span className="break-words font-medium">{name}</span>
          <span className="text-muted">
            {" "}
            · {formatNumber(algorithm === "swirl" ? check.distinctContexts : check.subTrajectories)} {unit}
            {check.tooLong > 0 && `, ${formatNumber(check.tooLong)} contexts too long`} ·{" "}
            {frozen ? `frozen as ${frozen.name} v${frozen.version}` : "frozen first"} ·{" "}
            {check.tokens ? `${formatNumber(check.tokens.mean)} tokens a context` : "tokens not counted"}
            {check.tokens && check.uncounted > 0 && ` (${formatNumber(check.uncounted)} contexts not counted)`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Cells({ jobs, sets }: { jobs: Jobs; sets: readonly { id: number; name: string }[] }) {
  return (
    <ul aria-label="Evals" className="mt-2 flex flex-col gap-1.5">
      {jobs.cells.map(({ questionSetId, way, models, trajectories, pace, tokens }) => (
        <li key={`${questionSetId} ${way}`}>
          <span className="break-words font-medium">{sets.find(({ id }) => id === questionSetId)?.name}</span>
          <span className="text-muted">
            {way === "alone" && " in one action"} · {formatCount(models, "model")},{" "}
            {formatCount(trajectories, "trajectory", "trajectories")} each ·{" "}
            {tokens === null ? "tokens not known" : `${formatNumber(tokens)} tokens a trajectory`} ·{" "}
            {pace === null ? "time not known" : `${formatNumber(1 / pace.seconds, 2)} trajectories a second so far`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Cost({ cost, jobs, algorithm }: { cost: NonNullable<Jobs["cost"]>; jobs: Jobs; algorithm: Algorithm }) {
  const { pace, optimiser } = jobs;
  const { contextTokens, sampledTokens, evalTokens, evalSeconds } = cost;
  const trajectories = (count: number) => formatCount(count, "trajectory", "trajectories");
  return (
    <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-3">
      <Figure
        name="To freeze"
        value={formatNumber(cost.freezes)}
        note={cost.reused > 0 ? `${formatNumber(cost.reused)} frozen before` : null}
      />
      <Figure name="Training runs" value={formatNumber(cost.trainingRuns)} note="arms × seeds" />
      <Figure
        name="Updates"
        value={formatNumber(cost.updates)}
        note={optimiser && `${formatNumber(optimiser.max_steps)} a run, learning rate ${optimiser.learning_rate}`}
      />
      <Figure
        name="Judge calls"
        value={formatNumber(cost.judgeCalls)}
        note={cost.judgeCalls > 0 ? "at most" : "no judge is asked"}
      />
      <Figure
        name="Tokens of contexts"
        value={known(contextTokens.known, cost.trainingRuns - contextTokens.unknownRuns)}
        note={
          contextTokens.unknownRuns > 0
            ? `${formatCount(contextTokens.unknownRuns, "run")} not counted`
            : "contexts × samples, without the actions"
        }
      />
      {algorithm === "swirl" && (
        <Figure
          name="Tokens sampled"
          value={known(sampledTokens.known, cost.trainingRuns - sampledTokens.unknownRuns)}
          note={
            sampledTokens.unknownRuns > 0
              ? `${formatCount(sampledTokens.unknownRuns, "run")} without counted actions`
              : "estimate: actions as long as the recorded ones"
          }
        />
      )}
      {cost.judgeCalls > 0 && (
        <Figure
          name="Tokens of the judge"
          value={cost.judgeTokens === null ? "not known" : formatNumber(cost.judgeTokens)}
          note={
            jobs.judgeCall === null
              ? "no judging run by this judge counted any"
              : `estimate, at most: ${formatNumber(jobs.judgeCall.mean)} a call in ${formatCount(jobs.judgeCall.of, "judging run")}`
          }
        />
      )}
      <Figure
        name="Time to train"
        value={cost.trainingSeconds === null ? "not known" : formatDuration(1_000 * cost.trainingSeconds)}
        note={
          pace === null
            ? "no earlier run on this engine with this base"
            : `${formatDuration(1_000 * pace.seconds)} an update in ${formatCount(pace.runs, "earlier run")}; one after another`
        }
      />
      {cost.evalCells > 0 && (
        <>
          <Figure name="Evals" value={formatNumber(cost.evalCells)} note={trajectories(cost.evalTrajectories)} />
          <Figure
            name="Tokens of evals"
            value={known(evalTokens.known, cost.evalTrajectories - evalTokens.unknownTrajectories)}
            note={
              evalTokens.unknownTrajectories > 0 ? `${trajectories(evalTokens.unknownTrajectories)} not known` : null
            }
          />
          <Figure
            name="Time to evaluate"
            value={
              cost.evalTrajectories === evalSeconds.unknownTrajectories
                ? "not known"
                : formatDuration(1_000 * evalSeconds.known)
            }
            note={
              evalSeconds.unknownTrajectories > 0 ? `${trajectories(evalSeconds.unknownTrajectories)} not known` : null
            }
          />
        </>
      )}
    </dl>
  );
}

const known = (value: number, of: number) => (of === 0 ? "not known" : formatNumber(value));

function Figure({ name, value, note }: { name: string; value: ReactNode; note?: string | null }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="font-medium tabular-nums">{value}</dd>
      {note && <dd className="text-faint text-xs">{note}</dd>}
    </div>
  );
}

function Sentences({ label, of, className }: { label: string; of: readonly string[]; className: string }) {
  if (of.length === 0) return null;
  return (
    <ul aria-label={label} className="mt-3 flex flex-col gap-1">
      {of.map((sentence) => (
        <li key={sentence} className={`rounded-md px-3 py-1.5 ${className}`}>
          {sentence}
        </li>
      ))}
    </ul>
  );
}
