"use client";
import Link from "next/link";
import { RelativeTime } from "@/components/format/time";
import { Progress } from "@/components/ui/progress";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatCount, formatNumber } from "@/domain/format";
import { agreementHref } from "../address";
import type { Review } from "./review-page";

/** Who ruled on how much, the judging runs that came out of it, and how far they agree. */
export function People({ review }: { review: Review }) {
  const { people, items, judgingRuns } = review;
  const [judge] = judgingRuns;
  return (
    <section
      aria-labelledby="people"
      className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-panel p-3"
    >
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="people" className="font-semibold">
          People
        </h2>
        <p className="text-muted tabular-nums" data-testid="review-complete">
          {formatNumber(review.complete)} of {formatCount(items, "item")} complete
        </p>
      </div>
      <Progress value={items === 0 ? null : review.complete / items} label="Complete items" />
      {people.length === 0 ? (
        <p className="text-muted">Nobody has ruled yet. Begin, or send the address of this page to those who should.</p>
      ) : (
        <Table label="People">
          <thead>
            <tr>
              <Th>Person</Th>
              <Th numeric>Done</Th>
              <Th className="max-2xl:hidden">Last</Th>
              <Th className="max-sm:hidden">Judging run</Th>
              <Th>Agreement with</Th>
            </tr>
          </thead>
          <tbody>
            {people.map(({ person, done, open, inHindsight, lastAt, runId }) => (
              <Tr key={person}>
                <Td className="max-w-24 truncate font-medium sm:max-w-40" title={person}>
                  {person}
                </Td>
                <Td numeric>
                  {formatNumber(done)} <span className="text-faint">of {formatNumber(items)}</span>
                  {open > 0 && (
                    <span className="text-faint max-sm:block">
                      <span className="max-sm:hidden"> · </span>
                      {formatNumber(open)} open
                    </span>
                  )}
                  {inHindsight > 0 && (
                    <span
                      className="block text-muted text-xs"
                      title="Rulings they changed after the studio had shown what was hidden"
                    >
                      {formatCount(inHindsight, "step")} in hindsight
                    </span>
                  )}
                </Td>
                <Td className="text-muted max-2xl:hidden">
                  <RelativeTime iso={lastAt} missing="–" />
                </Td>
                <Td className="max-sm:hidden">
                  {runId === null ? (
                    <span className="text-faint">–</span>
                  ) : (
                    <RunLink id={runId} name="Open" of={person} />
                  )}
                </Td>
                <Td>
                  {runId === null ? (
                    <span className="text-faint">–</span>
                  ) : (
                    <Others review={review} runId={runId} person={person} />
                  )}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {review.finalRunId !== null && (
        <p className="text-muted">
          What stands in the end is a judging run, too: <RunLink id={review.finalRunId} name="Final" of="everybody" />
          {judge && (
            <>
              {" · "}
              <Link href={agreementHref(review.finalRunId, judge.id)} className="text-accent-ink hover:underline">
                agreement with {judge.name}
              </Link>
            </>
          )}
        </p>
      )}
    </section>
  );
}

function RunLink({ id, name, of }: { id: number; name: string; of: string }) {
  return (
    <Link
      href={`/judging/${id}`}
      aria-label={`${name} the judging run of ${of}`}
      className="text-accent-ink hover:underline"
    >
      {name}
    </Link>
  );
}

function Others(props: { review: Review; runId: number; person: string }) {
  const { review, runId, person } = props;
  const others = review.people.flatMap((one) =>
    one.runId === null || one.person === person ? [] : [{ id: one.runId, name: one.person }],
  );
  const all = [...review.judgingRuns, ...others];
  if (all.length === 0) return <span className="text-faint">–</span>;
  return (
    <span className="flex flex-wrap gap-x-2">
      {all.map((other) => (
        <Link
          key={other.id}
          href={agreementHref(runId, other.id)}
          className="max-w-28 truncate text-accent-ink hover:underline sm:max-w-40"
          title={`${person} and ${other.name}`}
        >
          {other.name}
        </Link>
      ))}
    </span>
  );
}
