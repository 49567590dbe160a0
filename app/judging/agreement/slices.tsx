import { cn } from "@/components/ui/cn";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { FEW, SLICED_BY, type SlicedBy } from "@/domain/agreement/slices";
import { formatNumber } from "@/domain/format";
import type { Agreement } from "./addresses";
import { BinaryFigures, BinaryHeads } from "./binary-figures";
import { FigureText } from "./figure-text";

const HEADS: Record<SlicedBy, string> = {
  position: "Position of the step",
  tool: "Tool called",
  set: "Question set",
  model: "Model",
  outcome: "Outcome",
};

/** The same figures by what a step or its trajectory is. */
export function Slices({ slices, labels }: { slices: Agreement["slices"]; labels: string | null }) {
  return (
    <section aria-labelledby="slices" className="min-w-0 border-line border-t px-4 py-4 md:px-5">
      <h2 id="slices" className="font-semibold">
        By kind of step
      </h2>
      <p className="text-muted text-xs">
        A step with several calls counts for each tool. Fewer than {FEW.steps} steps or {FEW.questions} questions say
        little: those are marked few.{labels !== null && ` Outcomes are those of ${labels}.`}
      </p>
      <Table label="Agreement by kind of step" className="mt-2 max-2xl:[&_[data-interval]]:block [&_:is(td,th)]:px-1.5">
        <thead>
          <tr>
            <Th>Steps</Th>
            <Th numeric>n</Th>
            <Th numeric>No verdict</Th>
            <BinaryHeads />
            <Th numeric>First error</Th>
          </tr>
        </thead>
        {SLICED_BY.map((by) => {
          const own = slices.filter((slice) => slice.by === by);
          return own.length === 0 ? null : <Group key={by} title={HEADS[by]} slices={own} />;
        })}
      </Table>
    </section>
  );
}

function Group({ title, slices }: { title: string; slices: Agreement["slices"] }) {
  return (
    <tbody>
      <tr>
        <th
          scope="rowgroup"
          colSpan={8}
          className="border-line border-b bg-subtle px-2.5 py-1 text-left font-medium text-muted text-xs"
        >
          {title}
        </th>
      </tr>
      {slices.map(({ key, name, steps, figures, isSmall }) => (
        <Tr key={String(key)} className={cn(isSmall && "text-muted")}>
          <th scope="row" className="px-2.5 py-1 text-left font-normal">
            <span className="flex max-w-28 items-baseline gap-1.5 sm:max-w-52">
              <span className="truncate" title={name}>
                {name}
              </span>
              {isSmall && <span className="text-faint text-xs">few</span>}
            </span>
          </th>
          <Td numeric>{formatNumber(steps.ruled)}</Td>
          <Td numeric className="text-muted">
            {formatNumber(steps.all - steps.ruled)}
          </Td>
          <BinaryFigures figures={figures} />
          <Td numeric>
            <FigureText figure={figures.firstErrorAccuracy} kind="share" />
          </Td>
        </Tr>
      ))}
    </tbody>
  );
}
