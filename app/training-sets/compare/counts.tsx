/** How much two training sets share, in a table of words. */
import type { ReactNode } from "react";
import type { ApiOutputs } from "@/app/trpc";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";
import { Panel } from "../_parts/panel";

export function Counts({ difference }: { difference: ApiOutputs["trainingSet"]["difference"] }) {
  const { both, onlyFirst, onlySecond, labelledOtherwise } = difference;
  return (
    <Panel title="What they share">
      <Table label="What they share">
        <thead>
          <tr>
            <Th className="pl-4">
              <span className="sr-only">Where</span>
            </Th>
            <Th numeric>Trajectories</Th>
            <Th numeric>Sub-trajectories</Th>
          </tr>
        </thead>
        <tbody>
          <Row name="In both" counts={[both, difference.stepsOfBoth]} />
          <Row name="Only in A" counts={[onlyFirst, difference.stepsOnlyFirst]} />
          <Row name="Only in B" counts={[onlySecond, difference.stepsOnlySecond]} />
          <Row
            name="In both, but ruled or labelled otherwise"
            note="The outcome of a trajectory, the verdict on a sub-trajectory"
            counts={[labelledOtherwise, difference.ruledOtherwise]}
          />
        </tbody>
      </Table>
      <p className="border-line border-t px-4 py-2 text-muted text-xs">
        A trajectory of both may have sub-trajectories in one of them only: these count as only there.
      </p>
    </Panel>
  );
}

function Row({ name, note, counts }: { name: string; note?: string; counts: readonly number[] }): ReactNode {
  return (
    <Tr>
      <th scope="row" title={note} className="px-2.5 py-1 pl-4 text-left font-normal">
        {name}
      </th>
      {counts.map((count, index) => (
        <Td key={index} numeric className={count === 0 ? "text-faint" : "font-medium"}>
          {formatNumber(count)}
        </Td>
      ))}
    </Tr>
  );
}
