"use client";
import { useState } from "react";
import type { ApiOutputs } from "@/app/trpc";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { formatCount, formatNumber } from "@/domain/format";
import type { Eval } from "./choice";
import { Questions } from "./questions";

type Compared = ApiOutputs["eval"]["compare"];
const KINDS = [
  { kind: "wins", says: "wins" },
  { kind: "losses", says: "losses" },
  { kind: "ties", says: "ties" },
] as const;

export function Comparison(props: { set: { id: number; name: string }; a: Eval; b: Eval; comparison: Compared }) {
  const { set, a, b, comparison } = props;
  const { questions, difference, p, unpaired } = comparison;
  const [kind, setKind] = useState<string>(comparison.wins > 0 ? "wins" : comparison.losses > 0 ? "losses" : "ties");
  return (
    <div className="flex flex-col gap-4 p-4 md:p-5">
      <section aria-label="Difference" className="rounded-lg border border-line bg-panel px-4 py-3">
        {difference ? (
          <>
            <p>
              On {formatCount(questions, "question")} of {set.name}, <b className="font-semibold">{b.name}</b> is right{" "}
              <b className="font-semibold">{points(difference.mean)}</b> points {difference.mean >= 0 ? "more" : "less"}{" "}
              often than <b className="font-semibold">{a.name}</b>{" "}
              {difference.interval && (
                <span className="text-muted">
                  (95 % interval of the difference {signed(difference.interval.low)} to{" "}
                  {signed(difference.interval.high)})
                </span>
              )}
              .
            </p>
            <p className="mt-1 text-muted text-sm">
              {p === null
                ? "They never differ, so there is nothing to test."
                : `Exact McNemar test on ${formatNumber(comparison.wins)} wins and ${formatNumber(comparison.losses)} losses: p ${p < 0.0001 ? "< 0.0001" : `= ${p.toPrecision(2)}`}, two-sided. The interval is a bootstrap over questions.`}
            </p>
          </>
        ) : (
          <p>No question of {set.name} has an outcome of both: label the outcomes of both eval runs.</p>
        )}
        {unpaired > 0 && (
          <p className="mt-1 text-sm text-warning-ink">
            {formatCount(unpaired, "question")} with an outcome of only one of them, or of neither, left out.
          </p>
        )}
      </section>
      {difference && (
        <Tabs value={kind} onValueChange={setKind}>
          <TabsList aria-label="Questions">
            {KINDS.map(({ kind: value, says }) => (
              <TabsTrigger key={value} value={value}>
                {formatNumber(comparison[value])} {says}
              </TabsTrigger>
            ))}
          </TabsList>
          {KINDS.map(({ kind: value }) => (
            <TabsContent key={value} value={value}>
              {kind === value && (
                <Questions pair={{ a: a.id, b: b.id, set: set.id }} kind={value} names={[a.name, b.name]} />
              )}
            </TabsContent>
          ))}
        </Tabs>
      )}
    </div>
  );
}

const points = (share: number) => formatNumber(Math.abs(100 * share), 1);
const signed = (share: number) => `${share < 0 ? "−" : "+"}${points(share)}`;
