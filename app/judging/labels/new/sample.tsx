"use client";
import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { OutcomeLabel } from "@/components/glyphs/outcome-glyph";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";
import { type Excerpt, showable } from "@/domain/trajectory-view";

type Row = ApiOutputs["labelling"]["preview"]["sample"][number];

/** A few trajectories of the pool with what is compared, and what a metric says. */
export function Sample(props: { rows: readonly Row[]; isGradual: boolean; isStale: boolean }) {
  const hasLabels = props.rows.some((row) => row.label !== null);
  return (
    <Table
      label="Sample"
      className={cn(
        "border-line border-y max-sm:[&_:is(td,th)]:pr-1.5 max-sm:[&_:is(td,th):not(:first-child)]:pl-1.5 [&_td]:align-top",
        props.isStale && "opacity-60",
      )}
    >
      <thead>
        <tr>
          <Th className="pl-0">Question</Th>
          <Th>Final answer</Th>
          <Th>Accepted</Th>
          {hasLabels && props.isGradual && <Th numeric>F1</Th>}
          {hasLabels && <Th>Outcome</Th>}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <Tr key={row.trajectoryId}>
            <Td className="min-w-24 max-w-64 pl-0 sm:min-w-32">
              <Link
                href={`/trajectories/${row.trajectoryId}`}
                className="line-clamp-2 text-accent-ink hover:underline"
                title={showable(row.question.text)}
              >
                {showable(row.question.text)}
              </Link>
            </Td>
            <Td className="max-w-56 break-words sm:min-w-32">
              {row.finalAnswer ? (
                <span className="line-clamp-3" title={showable(row.finalAnswer.text)}>
                  <Words part={row.finalAnswer} />
                </span>
              ) : (
                <span className="text-faint">none</span>
              )}
            </Td>
            <Td className="max-w-56 break-words sm:min-w-24">
              {row.accepted.length === 0 && <span className="text-faint">none recorded</span>}
              {row.accepted.map((answer, index) => (
                <span key={index}>
                  {index > 0 && <span className="text-faint"> or </span>}
                  <Words part={answer} />
                </span>
              ))}
              {row.moreAccepted > 0 && <span className="text-muted"> and {row.moreAccepted} more</span>}
            </Td>
            {hasLabels && props.isGradual && (
              <Td numeric>
                {row.label?.value == null ? <span className="text-faint">–</span> : formatNumber(row.label.value, 2)}
              </Td>
            )}
            {hasLabels && (
              <Td className="whitespace-nowrap" title={row.label ? showable(row.label.reason) : undefined}>
                <OutcomeLabel outcome={wordOf(row)} />
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function wordOf({ label }: Row) {
  if (label === null || label.correct === null) return "unlabelled";
  return label.correct ? "correct" : "incorrect";
}

function Words({ part }: { part: Excerpt }) {
  if (part.text === "") return <span className="text-faint">empty</span>;
  return (
    <>
      {showable(part.text)}
      {part.isCut && "…"}
    </>
  );
}
