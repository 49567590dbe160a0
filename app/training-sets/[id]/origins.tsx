/** Where a training set comes from: its experiment, its data, whose verdicts and outcomes, and the code that froze it. */
import Link from "next/link";
import type { ReactNode } from "react";
import { CopyDigest } from "@/app/compare/exports/copy-digest";
import { WeightsHash } from "@/app/models/weights-hash";
import { RelativeTime } from "@/components/format/time";
import { Facts as FactList } from "@/components/run/settings-facts";
import { SampleBadge } from "@/components/states/sample-note";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";
import { nameOfSet } from "@/domain/training-set/training-set";
import { Panel } from "../_parts/panel";
import type { Facts, TrainingSet } from "./client";

export function Origins({ set, facts }: { set: TrainingSet; facts: Facts }) {
  const { experiment, parent, sha256 } = set;
  return (
    <Panel title="Where it comes from">
      <div className="px-4 py-3">
        <FactList
          facts={[
            [
              "Experiment",
              experiment ? <To key="e" href={`/experiments/${experiment.id}`} name={experiment.name} /> : "removed",
            ],
            [
              "Version before",
              parent ? <To key="p" href={`/training-sets/${parent.id}`} name={nameOfSet(parent)} /> : "none",
            ],
            ["Frozen", <RelativeTime key="f" iso={set.frozenAt} />],
            ["Frozen by version", set.codeVersion ?? missing],
            [
              "sha256 as JSON Lines",
              sha256 === null ? (
                missing
              ) : (
                <span key="s" data-testid="sha256">
                  <CopyDigest text={sha256} />
                </span>
              ),
            ],
            ["Verdicts of", <Runs key="v" runs={facts.judgingRuns} path="/judging" none="nobody" />],
            [
              "Outcomes of",
              <Runs
                key="o"
                runs={facts.labellingRun ? [facts.labellingRun] : []}
                path="/judging/labels"
                none="nobody"
              />,
            ],
          ]}
        />
      </div>
      <Questions facts={facts} />
      <Rollouts facts={facts} />
    </Panel>
  );
}

const missing = <span className="whitespace-nowrap text-faint">not recorded</span>;

function To({ href, name }: { href: string; name: string }) {
  return (
    <Link href={href} className="text-accent-ink hover:underline">
      {name}
    </Link>
  );
}

function Runs(props: { runs: Facts["judgingRuns"]; path: string; none: string }) {
  if (props.runs.length === 0) return <span className="text-muted">{props.none}</span>;
  return (
    <ul>
      {props.runs.map(({ id, name, version, kind }) => (
        <li key={id}>
          <To href={`${props.path}/${id}`} name={name} />{" "}
          <span className="text-faint text-xs">
            v{version}, {kind}
          </span>
        </li>
      ))}
    </ul>
  );
}

const WIDE = "max-w-64 break-words";

function Questions({ facts: { questionSets } }: { facts: Facts }) {
  return (
    <Table label="Question sets" className="border-line border-t">
      <thead>
        <tr>
          <Th className="w-2/5 pl-4">Question set</Th>
          <Th numeric className="w-28">
            Trajectories
          </Th>
          <Th>Licence</Th>
          <Th className="max-sm:hidden">Source</Th>
        </tr>
      </thead>
      <tbody>
        {questionSets.map((set) => (
          <Tr key={set.id}>
            <Td className={`${WIDE} pl-4`}>
              <To href={`/questions/${set.id}`} name={set.name} />
            </Td>
            <Count value={set.trajectories} />
            <Td className={WIDE}>{set.licence ?? missing}</Td>
            <Td className={`${WIDE} max-sm:hidden`}>{set.source ?? missing}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Rollouts({ facts: { rolloutRuns } }: { facts: Facts }) {
  return (
    <Table label="Rollout runs" className="border-line border-t">
      <thead>
        <tr>
          <Th className="w-2/5 pl-4">Rollout run</Th>
          <Th numeric className="w-28">
            Trajectories
          </Th>
          <Th>Model</Th>
          <Th className="max-sm:hidden" title="sha256 of the weights that generated">
            Weights
          </Th>
        </tr>
      </thead>
      <tbody>
        {rolloutRuns.map((run) => (
          <Tr key={run.id}>
            <Td className={`${WIDE} pl-4`}>
              <span className="inline-flex flex-wrap items-center gap-x-2">
                <To href={`/rollouts/${run.id}`} name={run.name} />
                {run.isSample && <SampleBadge />}
              </span>
            </Td>
            <Count value={run.trajectories} />
            <Td className={WIDE}>{run.model ?? missing}</Td>
            <Td className="max-sm:hidden">
              {run.weightsHash === null ? missing : <WeightsHash hash={run.weightsHash} />}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Count({ value }: { value: number }): ReactNode {
  return <Td numeric>{formatNumber(value)}</Td>;
}
