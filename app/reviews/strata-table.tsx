import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatCount, formatNumber, formatShare } from "@/domain/format";
import type { Stratum } from "@/domain/review/plan";

/** More strata than this are told by their count. */
const SHOWN = 60;

/** Strata with what is there, what is drawn, and the probability of being drawn. */
export function StrataTable({ strata, isRepresentative }: { strata: readonly Stratum[]; isRepresentative: boolean }) {
  return (
    <>
      <Table label="Strata">
        <thead>
          <tr>
            <Th>Stratum</Th>
            <Th numeric>There</Th>
            <Th numeric>Drawn</Th>
            <Th numeric title="Drawn of those there: the probability of each to be drawn">
              Probability
            </Th>
          </tr>
        </thead>
        <tbody>
          {strata.slice(0, SHOWN).map(({ name, population, sampled }) => (
            <Tr key={name}>
              <Td className="w-full min-w-24 max-w-0 truncate" title={name}>
                {name}
              </Td>
              <Td numeric>{formatNumber(population)}</Td>
              <Td numeric>{formatNumber(sampled)}</Td>
              <Td numeric>{formatShare(sampled / population)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {strata.length > SHOWN && (
        <p className="text-faint text-xs">and {formatCount(strata.length - SHOWN, "more stratum", "more strata")}</p>
      )}
      {!isRepresentative && (
        <p className="rounded-md bg-warning-soft px-2.5 py-1.5 text-warning-ink text-xs">
          Drawn from a part of the pool on purpose: it says nothing about the rest, and carries no estimate for the
          whole.
        </p>
      )}
    </>
  );
}
