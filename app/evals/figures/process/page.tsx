import type { Metadata } from "next";
import Link from "next/link";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { formatCount } from "@/domain/format";
import { caller } from "@/server/routers/root";
import { FigurePage } from "../_parts/figure-page";
import { ParamSelect } from "../_parts/param-select";
import { ProcessFigure } from "./process-figure";

export const metadata: Metadata = { title: "Share of reasonable steps" };

export default async function ProcessPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { head, rows, judges, second, unjudged, withoutJudge, withoutBase } = await caller().evalFigures.process({
    way: params.get("way")?.slice(0, 200) ?? null,
    second: params.get("second")?.slice(0, 500) ?? null,
  });
  const isEmpty = rows.length + unjudged.length + withoutJudge.length + withoutBase.length === 0;
  return (
    <FigurePage
      figure="process"
      head={head}
      choices={
        second !== null && (
          <ParamSelect
            label="Second judge"
            name="second"
            value={second}
            options={judges.map((judge) => ({ value: judge, label: judge }))}
          />
        )
      }
      empty="Train a model with a judge, evaluate it and its base model on the same question sets, and have two judges rule on both evals."
    >
      {isEmpty ? null : (
        <>
          {rows.length > 0 && <ProcessFigure rows={rows} second={second} />}
          <p className="max-w-4xl text-muted text-xs">
            A share is the mean over trajectories of how many of their steps with a verdict are reasonable or neutral;
            steps without a verdict are in none. In distribution: the question set was trained on. The judge that
            trained rewarded the run, or chose its data where nothing rewarded it.
          </p>
          {second === null && rows.length > 0 && (
            <p className="text-sm text-warning-ink">
              No other judge has ruled on these evals, so there is no gap to show: judge them with another.
            </p>
          )}
          <Unjudged unjudged={unjudged} />
          <Left
            names={withoutJudge}
            why="trained without a judge: neither a reward nor the choice of the data was one's"
          />
          <Left names={withoutBase} why="without an eval of its base model on a set it was evaluated on" />
        </>
      )}
    </FigurePage>
  );
}

function Unjudged({ unjudged }: { unjudged: readonly { run: number; name: string; judge: string }[] }) {
  if (unjudged.length === 0) return null;
  const runs = [...new Set(unjudged.map(({ run }) => run))];
  return (
    <section aria-label="Not judged" className="text-sm">
      <h2 className="font-medium text-warning-ink">
        {formatCount(unjudged.length, "judgment")} missing of {formatCount(runs.length, "eval")}
      </h2>
      <ul className="mt-1 list-disc pl-5 text-muted">
        {unjudged.map(({ run, name, judge }) => (
          <li key={`${run} ${judge}`}>
            {name}: not judged by {judge}.{" "}
            <Link href={`/judging/new?run=${run}`} className="text-accent-ink underline">
              Judge it
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Left({ names, why }: { names: readonly string[]; why: string }) {
  if (names.length === 0) return null;
  return (
    <p className="text-sm text-warning-ink">
      {formatCount(names.length, "training run")} {why}: {names.join("; ")}
    </p>
  );
}
