/** The way to a model, newest first: each model, and the training run that made it of the one below. */
import Link from "next/link";
import type { ReactNode } from "react";
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { RelativeTime } from "@/components/format/time";
import { ModeBadge } from "@/components/glyphs/mode-badge";
import { poolToParams } from "@/domain/pool";
import { nameOfSet } from "@/domain/training-set/training-set";
import { WeightsHash } from "../weights-hash";

type LineageModel = ApiOutputs["model"]["get"]["lineage"][number];
type Training = NonNullable<LineageModel["training"]>;

const ALGORITHMS = { swirl: "step-wise RL", sft: "supervised fine-tuning" } as const;

export function Lineage({ lineage }: { lineage: readonly LineageModel[] }) {
  return (
    <section aria-labelledby="lineage" className="rounded-lg border border-line bg-panel">
      <h2 id="lineage" className="border-line border-b px-4 py-2.5 font-semibold">
        Lineage
      </h2>
      <ol>
        {lineage.map((model, index) => (
          <li key={model.id} className="border-line border-b px-4 py-3 last:border-b-0">
            <ModelFacts model={model} isThis={index === 0} />
            {model.training ? (
              <TrainingFacts training={model.training} />
            ) : (
              index === lineage.length - 1 &&
              model.kind !== "base" && (
                <p className="mt-2 text-faint">What it was trained from is not recorded in the studio.</p>
              )
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function ModelFacts({ model, isThis }: { model: LineageModel; isThis: boolean }) {
  return (
    <>
      <p className="font-medium">
        {isThis ? (
          model.name
        ) : (
          <Link href={`/models/${model.id}`} className="hover:underline">
            {model.name}
          </Link>
        )}
      </p>
      <Facts>
        <Fact name="Kind">{model.kind ?? <Missing />}</Fact>
        <Fact name="Weights, sha256">{model.weightsHash ? <WeightsHash hash={model.weightsHash} /> : <Missing />}</Fact>
        <Fact name="Loaded from">
          {model.path ? <code className="break-all font-mono text-xs">{model.path}</code> : <Missing />}
        </Fact>
        <Fact name="Here since">
          <RelativeTime iso={model.createdAt} />
        </Fact>
      </Facts>
    </>
  );
}

function TrainingFacts({ training }: { training: Training }) {
  const { pool, mode } = training.data;
  const set = training.trainingSet;
  return (
    <div className="mt-3 border-line border-l-2 pl-3">
      <p>
        <span className="text-muted">made by the training run </span>
        <Link href={`/training/${training.id}`} className="font-medium hover:underline">
          {training.name}
        </Link>
      </p>
      <Facts>
        <Fact name="Algorithm">{ALGORITHMS[training.algorithm]}</Fact>
        <Fact name="Updates">
          <Num value={training.steps} />
        </Fact>
        <Fact name="Filter mode">
          <ModeBadge mode={mode} />
        </Fact>
        <Fact name="Training data">
          <Link
            href={set ? `/training-sets/${set.id}` : `/trajectories?${poolToParams({ ...pool, mode })}`}
            className="text-accent-ink hover:underline"
          >
            {set && `${nameOfSet(set)}, `}
            {training.dataRows === null ? "its trajectories" : <Lines count={training.dataRows} />}
          </Link>
        </Fact>
        {training.dataSha256 !== null && (
          <Fact name="Data, sha256">
            <WeightsHash hash={training.dataSha256} />
          </Fact>
        )}
        <Fact name="Verdicts of">{training.judgingRun ?? <Missing />}</Fact>
        {training.labellingRun !== null && <Fact name="Outcomes of">{training.labellingRun}</Fact>}
        {training.algorithm === "swirl" && <Fact name="Reward by">{training.judge ?? <Missing />}</Fact>}
        <Fact name="Engine">{training.engine}</Fact>
        <Fact name="Trainer's version">{training.codeVersion ?? <Missing />}</Fact>
      </Facts>
    </div>
  );
}

function Lines({ count }: { count: number }) {
  return (
    <>
      <Num value={count} /> sub-trajectories
    </>
  );
}

function Facts({ children }: { children: ReactNode }) {
  return <dl className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-5 gap-y-2.5">{children}</dl>;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{name}</dt>
      <dd className="break-words tabular-nums">{children}</dd>
    </div>
  );
}

function Missing() {
  return <span className="text-faint">not recorded</span>;
}
