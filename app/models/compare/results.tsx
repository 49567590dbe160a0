/** What two models came to on the same questions. */
import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { labelledBy } from "@/domain/eval/labellers";
import { progressWords } from "@/domain/eval/standing";
import { formatCount, formatInterval, formatNumber, formatPoints, formatShare } from "@/domain/format";
import type { Compared } from "./fields";

type Pair = Compared["results"][number];

export function Results({ results }: { results: readonly Pair[] }) {
  if (results.length === 0) return <p className="px-4 py-3 text-muted">Neither was evaluated yet.</p>;
  return (
    <Table label="Evals of both">
      <thead>
        <tr>
          <Th className="pl-4">Question set</Th>
          <Th numeric>A</Th>
          <Th numeric>B</Th>
          <Th numeric>B − A, in points</Th>
        </tr>
      </thead>
      <tbody>
        {results.map((pair) => (
          <Tr key={`${pair.set} ${pair.inference}`}>
            <Td className="min-w-40 py-1.5 pl-4 align-top">
              <span className="break-words">{pair.setName}</span>
              <span className="block text-muted text-xs">{pair.inference}</span>
            </Td>
            <Share result={pair.a} />
            <Share result={pair.b} />
            <Td numeric className="py-1.5 align-top">
              <Gap pair={pair} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Share({ result }: { result: Pair["a"] }) {
  if (!result)
    return (
      <Td numeric className="py-1.5 align-top text-faint">
        not evaluated
      </Td>
    );
  const progress = progressWords(result);
  return (
    <Td numeric className="py-1.5 align-top">
      <Link
        href={`/trajectories?run=${result.run}&set=${result.set}`}
        className="hover:underline"
        title={`${result.runName}; ${result.accuracy ? `labelled by ${labelledBy(result.labellers)}` : "not labelled"}`}
      >
        {result.accuracy ? formatShare(result.accuracy.share) : "not labelled"}
      </Link>
      {result.accuracy && (
        <span className="block text-muted text-xs">
          {formatInterval(result.accuracy)} <span className="ml-1">n = {formatNumber(result.accuracy.n)}</span>
        </span>
      )}
      {progress && <span className="block text-warning-ink text-xs">{progress}</span>}
    </Td>
  );
}

function Gap({ pair: { a, b, set, compared } }: { pair: Pair }) {
  if (!a || !b || !compared?.difference) return <span className="text-faint">–</span>;
  const { mean, interval } = compared.difference;
  const isLabelledAlike = labelledBy(a.labellers) === labelledBy(b.labellers);
  return (
    <>
      <Link href={`/evals/compare?set=${set}&a=${a.run}&b=${b.run}`} className="text-accent-ink hover:underline">
        {formatPoints(mean)}
      </Link>
      <span className="block text-muted text-xs">
        {interval && `${formatPoints(interval.low)} to ${formatPoints(interval.high)}, `}
        {formatCount(compared.questions, "question")}
      </span>
      {!isLabelledAlike && <span className="block text-warning-ink text-xs">not labelled alike</span>}
    </>
  );
}
