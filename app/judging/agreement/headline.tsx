import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { PAIR_MEASURES } from "@/domain/agreement/measures";
import { formatNumber } from "@/domain/format";
import type { Agreement } from "./addresses";
import { FigureText } from "./figure-text";

type Row = { key: keyof typeof PAIR_MEASURES; kind: "share" | "index"; name: string; says: string; unit: string };

const ROWS: readonly Row[] = [
  { key: "kappa", kind: "index", name: "Cohen’s κ", says: "neutral counts as reasonable", unit: "steps" },
  { key: "agreementBinary", kind: "share", name: "Agreement", says: "neutral counts as reasonable", unit: "steps" },
  { key: "kappaThreeWay", kind: "index", name: "Cohen’s κ, three words", says: "neutral on its own", unit: "steps" },
  { key: "agreement", kind: "share", name: "Agreement, three words", says: "neutral on its own", unit: "steps" },
  { key: "alpha", kind: "index", name: "Krippendorff’s α", says: "three words, nominal", unit: "steps" },
  { key: "alphaOrdinal", kind: "index", name: "Krippendorff’s α", says: "three words, ordinal", unit: "steps" },
  {
    ...{ key: "precision", kind: "share", name: "Precision of unreasonable" },
    ...{ says: "B says it: does A?", unit: "steps by B" },
  },
  {
    ...{ key: "recall", kind: "share", name: "Recall of unreasonable" },
    ...{ says: "A says it: does B?", unit: "steps by A" },
  },
  {
    ...{ key: "firstErrorAccuracy", kind: "share", name: "First-error accuracy" },
    ...{ says: "the first unreasonable step is the same, or both find none", unit: "trajectories" },
  },
];

/** The figures of the whole pool. */
export function Headline({ found: { figures, firstErrors } }: { found: Agreement }) {
  const undefined_ = ROWS.filter(({ key }) => figures[key].undefinedReplicates > 0);
  return (
    <section aria-labelledby="figures" className="min-w-0">
      <h2 id="figures" className="font-semibold">
        Figures
      </h2>
      <Table
        label="Figures of the agreement of A and B"
        className="mt-2 [&_:is(td,th)]:px-1.5 max-sm:[&_:is(td,th)]:px-1"
      >
        <thead>
          <tr>
            <Th>Figure</Th>
            <Th numeric>Value and 95 %</Th>
            <Th numeric>n</Th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ key, kind, name, says, unit }) => (
            <Tr key={key}>
              <th scope="row" className="py-1.5 pr-2 text-left font-normal">
                {name} <span className="block text-faint text-xs">{says}</span>
              </th>
              <Td numeric data-testid={`figure-${key}`}>
                <FigureText figure={figures[key]} kind={kind} />
              </Td>
              <Td numeric className="text-muted">
                {formatNumber(figures[key].n)}{" "}
                <span className="text-faint text-xs max-sm:hidden">
                  {figures[key].n === 1 ? unit.replace("trajectories", "trajectory").replace("steps", "step") : unit}
                </span>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <ul className="mt-2 flex flex-col gap-1 text-muted text-xs tabular-nums">
        {firstErrors.open > 0 && (
          <li>
            First errors leave out {formatNumber(firstErrors.open)} trajectories: A has no verdict on a step before its
            first error.
          </li>
        )}
        {firstErrors.withGaps > 0 && (
          <li>
            On {formatNumber(firstErrors.withGaps)} B left such a step without a verdict, which counts as an error it
            did not find; without them it is <FigureText figure={figures.firstErrorSettled} kind="share" />.
          </li>
        )}
        {undefined_.map(({ key, name, says }) => (
          <li key={key}>
            {name} ({says}) is undefined in {formatNumber(figures[key].undefinedReplicates)} of 2,000 draws, because
            only one word came up.
          </li>
        ))}
      </ul>
    </section>
  );
}
