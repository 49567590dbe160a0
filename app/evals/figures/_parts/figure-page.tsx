/** What the pages of figures share: head, the way to the others, how models were inferred, what is left out. */
import Link from "next/link";
import type { ReactNode } from "react";
import type { ApiOutputs } from "@/app/trpc";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/domain/format";
import { FIGURES, type FigureName } from "./figures";
import { ParamSelect } from "./param-select";

export type FigureHead = ApiOutputs["evalFigures"]["modes"]["head"];

export function FigurePage(props: {
  figure: FigureName;
  head: FigureHead;
  /** Further choices */
  choices?: ReactNode;
  /** null: there is nothing to show */
  children: ReactNode | null;
  /** What to do where there is nothing to show */
  empty: ReactNode;
}) {
  const { figure, head } = props;
  const { title, description } = FIGURES[figure];
  return (
    <>
      <PageHeader trail={[{ href: "/evals", name: "Evals" }]} title={title} description={description} />
      <nav aria-label="Figures" className="flex flex-wrap gap-x-4 border-line border-b px-4 md:px-5">
        {Object.entries(FIGURES).map(([name, { href, tab }]) => (
          <Link
            key={name}
            href={head.way === null ? href : `${href}?${new URLSearchParams({ way: head.way })}`}
            aria-current={name === figure ? "page" : undefined}
            className={cn(
              "-mb-px flex h-9 items-center border-transparent border-b-2 text-muted text-sm hover:text-ink",
              name === figure && "border-accent-ink font-medium text-ink",
            )}
          >
            {tab}
          </Link>
        ))}
      </nav>
      {(head.ways.length > 1 || props.choices) && (
        <section aria-label="What is shown" className="flex flex-wrap gap-3 border-line border-b px-4 py-3 md:px-5">
          {head.way !== null && head.ways.length > 1 && (
            <ParamSelect
              label="Inferred"
              name="way"
              value={head.way}
              options={head.ways.map((way) => ({ value: way, label: way }))}
            />
          )}
          {props.choices}
        </section>
      )}
      {props.children === null ? (
        <EmptyState
          title="Nothing to show yet"
          action={
            <>
              <Button asChild variant="primary">
                <Link href="/training/new">Train a model</Link>
              </Button>
              <Button asChild>
                <Link href="/rollouts/new?purpose=eval">New eval run</Link>
              </Button>
            </>
          }
        >
          {props.empty}
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-4 p-4 md:p-5">
          {props.children}
          <Notes head={head} />
        </div>
      )}
    </>
  );
}

function Notes({ head }: { head: FigureHead }) {
  const { otherwise, partial, leftOut, moreRuns, way, repeats } = head;
  return (
    <ul className="flex max-w-4xl list-disc flex-col gap-1 pl-5 text-muted text-xs">
      {way !== null && (
        <li>
          Evals inferred {way}; of each model on each question set the newest that is finished. Answers without an
          outcome are in no figure.
        </li>
      )}
      {otherwise.length > 0 && (
        <li className="text-warning-ink">
          {formatCount(otherwise.length, "eval")} with other settings than most on the same set{" "}
          {otherwise.length === 1 ? "is" : "are"} left out:{" "}
          {otherwise
            .slice(0, 5)
            .map(({ name, set }) => `${name} (${set})`)
            .join("; ")}
          {otherwise.length > 5 && "; …"}
        </li>
      )}
      {partial.length > 0 && (
        <li className="text-warning-ink">
          Not whole:{" "}
          {partial
            .slice(0, 5)
            .map(({ name, set, words }) => `${name} (${set}): ${words}`)
            .join("; ")}
          {partial.length > 5 && "; …"}
        </li>
      )}
      {leftOut > 0 && (
        <li className="text-warning-ink">
          {formatCount(leftOut, "older eval")} left out: together they have more answers than one figure reads.
        </li>
      )}
      {repeats.length > 0 && (
        <li className="text-warning-ink">
          {formatCount(repeats.length, "training run")} with the config, data and seed of a newer one{" "}
          {repeats.length === 1 ? "is" : "are"} left out: the same seed again says nothing of how seeds differ.{" "}
          {repeats
            .slice(0, 5)
            .map(({ id, name }) => `${name} (${id})`)
            .join("; ")}
          {repeats.length > 5 && "; …"}
        </li>
      )}
      {moreRuns && <li className="text-warning-ink">Only the newest 500 training runs are looked at.</li>}
    </ul>
  );
}
