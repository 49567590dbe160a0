import Link from "next/link";
import type { ReactNode } from "react";
import { formatNumber, formatShare } from "@/domain/format";
import type { RunProgress } from "@/domain/run";
import { byCount, endWords, failureWords, trajectoriesHref } from "./words";

/** What came of a run, what was asked again and what failed, each by name. */
export function RunCounts({
  progress,
  asksModel,
  failures,
}: {
  progress: RunProgress;
  asksModel: boolean;
  /** A way to the list of failures */
  failures: ReactNode;
}) {
  const { kind, ends, done, retries } = progress;
  return (
    <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
      {/* The pages of judging and labelling runs show what was said themselves, step by step or with intervals. */}
      {kind === "rollout" && (
        <Counts title="End states" empty="No trajectory yet">
          {byCount(ends).map(([end, count]) => (
            <CountRow
              key={end}
              name={
                <Link href={trajectoriesHref(progress, end)} className="text-accent-ink hover:underline">
                  {endWords(kind, end)}
                </Link>
              }
              count={count}
              share={done === 0 ? null : count / done}
            />
          ))}
        </Counts>
      )}
      {asksModel && (
        <Counts title="Requests sent again" empty="None">
          {byCount(retries).map(([failure, count]) => (
            <CountRow key={failure} name={failureWords(failure)} count={count} />
          ))}
        </Counts>
      )}
      <Counts title="Failures" empty="None" more={Object.keys(progress.failures).length > 0 && failures}>
        {byCount(progress.failures).map(([failure, count]) => (
          <CountRow key={failure} name={failureWords(failure)} count={count} />
        ))}
      </Counts>
    </div>
  );
}

function Counts(props: { title: string; empty: string; children: ReactNode[]; more?: ReactNode }) {
  return (
    <section aria-label={props.title} className="min-w-0">
      <h2 className="flex h-8 items-center justify-between gap-2 border-line border-b font-medium text-muted text-xs">
        {props.title}
        {props.more}
      </h2>
      {props.children.length === 0 ? (
        <p className="pt-1.5 text-faint">{props.empty}</p>
      ) : (
        <ul className="pt-1">{props.children}</ul>
      )}
    </section>
  );
}

function CountRow({ name, count, share = null }: { name: ReactNode; count: number; share?: number | null }) {
  return (
    <li className="flex h-7 items-center gap-3">
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="tabular-nums">{formatNumber(count)}</span>
      {share !== null && <span className="w-14 text-right text-faint text-xs tabular-nums">{formatShare(share)}</span>}
    </li>
  );
}
