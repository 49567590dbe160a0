"use client";
import { useSearchParams } from "next/navigation";
import type { ApiOutputs } from "@/app/trpc";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { formatCount, formatNumber, formatPoints } from "@/domain/format";
import { PairCsv } from "./pair-csv";
import { Questions } from "./questions";
import { type Eval, pairNames, pairNotes } from "./words";

type Compared = ApiOutputs["eval"]["compare"];
const KINDS = ["wins", "losses", "ties"] as const;

export function Comparison(props: { set: { id: number; name: string }; a: Eval; b: Eval; comparison: Compared }) {
  const { set, a, b, comparison } = props;
  const { questions, difference, unpaired } = comparison;
  // Read from the address, so that a reload and the way back show the same list.
  const asked = useSearchParams().get("show");
  const first = comparison.wins > 0 ? "wins" : comparison.losses > 0 ? "losses" : "ties";
  const kind = KINDS.find((one) => one === asked) ?? first;
  const names = pairNames(a, b);
  const pair = { a: a.run, b: b.run, set: set.id };
  return (
    <div className="flex flex-col gap-4 p-4 md:p-5">
      <section aria-label="Difference" className="rounded-lg border border-line bg-panel px-4 py-3">
        {difference ? (
          <>
            <p>
              On {formatCount(questions, "question")} of {set.name}, <b className="font-semibold">{names[1]}</b> is
              right <b className="font-semibold">{formatNumber(Math.abs(100 * difference.mean), 1)}</b> points{" "}
              {difference.mean >= 0 ? "more" : "less"} often than <b className="font-semibold">{names[0]}</b>{" "}
              {difference.interval && (
                <span className="text-muted">
                  (95 % interval of the difference {formatPoints(difference.interval.low)} to{" "}
                  {formatPoints(difference.interval.high)})
                </span>
              )}
              .
            </p>
            <p className="mt-1 text-muted text-sm">{testWords(comparison)}</p>
          </>
        ) : (
          <p>No question of {set.name} has an outcome of both: label the outcomes of both eval runs.</p>
        )}
        {[...pairNotes(a, b), ...unpairedNote(unpaired)].map((note) => (
          <p key={note} className="mt-1 break-words text-sm text-warning-ink">
            {note}
          </p>
        ))}
      </section>
      {difference && (
        <Tabs value={kind} onValueChange={show}>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <TabsList aria-label="Questions">
              {KINDS.map((value) => (
                <TabsTrigger key={value} value={value}>
                  {formatNumber(comparison[value])} {value}
                </TabsTrigger>
              ))}
            </TabsList>
            <PairCsv pair={pair} />
          </div>
          {KINDS.map((value) => (
            <TabsContent key={value} value={value}>
              {kind === value && <Questions pair={pair} kind={value} names={names} />}
            </TabsContent>
          ))}
        </Tabs>
      )}
    </div>
  );
}

function show(kind: string): void {
  const address = new URL(window.location.href);
  address.searchParams.set("show", kind);
  window.history.replaceState(null, "", address);
}

const unpairedNote = (unpaired: number) =>
  unpaired === 0
    ? []
    : [`${formatCount(unpaired, "question")} with an outcome of only one of them, or of neither, left out.`];

/** With several samples a question the shares are compared: then it is the sign test. */
function testWords({ p, wins, losses, samples }: Compared): string {
  if (p === null) return "They never differ, so there is nothing to test.";
  const test =
    samples > 1 ? "Exact sign test, each question by its share of right samples, on" : "Exact McNemar test on";
  const value = p < 0.0001 ? "< 0.0001" : `= ${p.toPrecision(2)}`;
  return `${test} ${formatNumber(wins)} wins and ${formatNumber(losses)} losses: p ${value}, two-sided. The interval is a bootstrap over questions.`;
}
