/** One round of training of two models: what went into each. */
import Link from "next/link";
import { Panel } from "@/app/training-sets/_parts/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Names } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import { recipeFields } from "@/domain/lineage/recipe-fields";
import { FieldTable } from "./field-table";
import { type Compared, dataFields, type Round, rewardFields, trainingFields } from "./fields";

type RoundPair = Compared["rounds"][number];

export function RoundPanel({ number, pair, names }: { number: number; pair: RoundPair; names: Names }) {
  const { a, b, same, overlap } = pair;
  const one = a ?? b;
  if (!one) return null;
  if (same)
    return (
      <Panel title={`Round ${number}`} note="One and the same training run">
        <p className="px-4 py-3">
          Both come out of <RunLink run={one.run} />.
        </p>
      </Panel>
    );
  const sides = (fieldsOf: (round: Round) => unknown) => ({ a: a && fieldsOf(a), b: b && fieldsOf(b) });
  return (
    <Panel
      title={`Round ${number}`}
      note={
        a && b ? (
          <>
            A: <RunLink run={a.run} /> · B: <RunLink run={b.run} /> ·{" "}
            <Link href={`/training/compare?run=${a.run.id}&run=${b.run.id}`} className="text-accent-ink underline">
              their curves
            </Link>
          </>
        ) : (
          <>
            Only {a ? "A" : "B"}: <RunLink run={one.run} />
          </>
        )
      }
    >
      <FieldTable title="Training" {...sides(trainingFields)} />
      <FieldTable title="Data" {...sides((round) => dataFields(round, names))} />
      <FieldTable title="How the data were made" {...sides(({ recipe }) => recipeFields(recipe))} />
      {overlap && a && b && <OverlapTable overlap={overlap} rounds={[a, b]} />}
      <FieldTable title="Reward" {...sides(rewardFields)} />
      <FieldTable title="Config" isCode {...sides(({ config }) => config)} />
      {[a, b].some((round) => round && round.config === null) && (
        <p className="px-4 pb-3 text-warning-ink">
          A config was written by another version of the studio and cannot be taken apart: the page of its training run
          shows it whole.
        </p>
      )}
    </Panel>
  );
}

function RunLink({ run: { id, name } }: { run: Round["run"] }) {
  return (
    <Link href={`/training/${id}`} className="text-accent-ink underline">
      {name}
    </Link>
  );
}

function OverlapTable({ overlap, rounds }: { overlap: NonNullable<RoundPair["overlap"]>; rounds: readonly Round[] }) {
  const { trajectories, questions } = overlap;
  const counts = [trajectories.a, trajectories.b];
  const moved = rounds.flatMap(({ run, set }, index) =>
    set === null && run.checked.trajectories !== counts[index]
      ? [
          `${index === 0 ? "A" : "B"} was launched on ${formatCount(run.checked.trajectories, "trajectory", "trajectories")}`,
        ]
      : [],
  );
  const row = (name: string, pick: (counts: typeof trajectories) => number) => (
    <Tr>
      <th scope="row" className="px-2.5 py-1 pl-4 text-left font-normal text-muted">
        {name}
      </th>
      <Td numeric>{formatNumber(pick(trajectories))}</Td>
      <Td numeric>{formatNumber(pick(questions))}</Td>
    </Tr>
  );
  return (
    <section aria-label="What their data share" className="min-w-0 border-line border-t">
      <h3 className="px-4 pt-2.5 pb-1 font-medium">What their data share</h3>
      <Table label="What their data share" className="max-w-xl">
        <thead>
          <tr>
            <Th className="pl-4">
              <span className="sr-only">Where</span>
            </Th>
            <Th numeric>Trajectories</Th>
            <Th numeric>Questions</Th>
          </tr>
        </thead>
        <tbody>
          {row("In both", ({ both }) => both)}
          {row("Only in A", ({ a, both }) => a - both)}
          {row("Only in B", ({ b, both }) => b - both)}
        </tbody>
      </Table>
      {moved.length > 0 && (
        <p className="px-4 pt-1 pb-2 text-warning-ink text-xs">A pool is counted as it is now: {moved.join(", ")}.</p>
      )}
    </section>
  );
}
