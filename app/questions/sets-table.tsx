import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Share } from "@/components/format/share";
import { SampleBadge } from "@/components/states/sample-note";
import { Table, Td, Th, Tr } from "@/components/ui/table";

type Sets = ApiOutputs["library"]["questionSets"];

export function SetsTable({ sets }: { sets: Sets }) {
  return (
    <Table label="Question sets">
      <thead>
        <tr>
          <Th className="pl-4 md:pl-5">Question set</Th>
          <Th numeric>Questions</Th>
          <Th numeric>Attempted</Th>
          <Th numeric>Trajectories</Th>
          <Th numeric>Answered</Th>
          <Th>Metric</Th>
          <Th>Corpus</Th>
          <Th>Licence</Th>
        </tr>
      </thead>
      <tbody>
        {sets.map((set) => (
          <Tr key={set.id}>
            <Td className="pl-4 md:pl-5">
              <span className="inline-flex items-center gap-2">
                <Link href={`/questions/${set.id}`} className="whitespace-nowrap font-medium hover:underline">
                  {set.name}
                </Link>
                {set.isSample && <SampleBadge />}
              </span>
            </Td>
            <Td numeric>
              <Num value={set.questions} />
            </Td>
            <Td numeric>
              <Share count={set.attempted} of={set.questions} />
            </Td>
            <Td numeric>
              {set.trajectories > 0 ? (
                <Link href={`/trajectories?set=${set.id}`} className="text-accent-ink hover:underline">
                  <Num value={set.trajectories} />
                </Link>
              ) : (
                <Num value={0} />
              )}
            </Td>
            <Td numeric>
              <Share count={set.answered} of={set.trajectories} />
            </Td>
            <Td className="whitespace-nowrap">{set.metric ?? <Missing />}</Td>
            <Td className="whitespace-nowrap">
              {set.corpusId === null ? (
                <span className="text-faint">none</span>
              ) : (
                <Link href={`/questions/corpora/${set.corpusId}`} className="text-accent-ink hover:underline">
                  <Num value={set.passages} /> {set.passages === 1 ? "passage" : "passages"}
                </Link>
              )}
            </Td>
            <Td className="whitespace-nowrap">{set.licence ?? <Missing />}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Missing() {
  return <span className="text-faint">not recorded</span>;
}
