import type { Metadata } from "next";
import Link from "next/link";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { formatCount, formatNumber } from "@/domain/format";
import { caller } from "@/server/routers/root";
import { FigurePage } from "../_parts/figure-page";
import { ParamSelect } from "../_parts/param-select";
import { ProcessFigure } from "./process-figure";

export const metadata: Metadata = { title: "Mean share of reasonable steps" };

export default async function ProcessPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { head, rows, judges, second, unjudged, partly, withoutJudge, withoutBase } =
    await caller().evalFigures.process({
      way: params.get("way")?.slice(0, 200) ?? null,
      second: params.get("second")?.slice(0, 500) ?? null,
    });
  const isEmpty = rows.length + unjudged.length + withoutJudge.length + withoutBase.length === 0;
  return (
    <FigurePage
      figure="process"
      head={head}
      choices={
        judges.length > 0 && (
          <ParamSelect
            label="Second judge"
            name="second"
            value={second ?? ""}
            options={[
              ...(second === null ? [{ value: "", label: "None without a part in the training" }] : []),
              ...judges.map(({ name, hadPart }) => ({
                value: name,
                label: hadPart ? `${name} (had a part in the training)` : name,
              })),
            ]}
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
            steps without a verdict are in none. Distribution: the question set was trained on, by the model or one
            before it; or is of the same family, with the metric and corpus of one that was; or is another. The judge
            that trained rewarded the run, or chose its data where nothing rewarded it. The second had no part in the
            training, of the models before it neither, unless it is marked.
          </p>
          {second === null && rows.length > 0 && (
            <p className="text-sm text-warning-ink">
              No judge without a part in the training has ruled on these evals, so there is no gap to show: judge them
              with another.
            </p>
          )}
          <Unjudged unjudged={unjudged} />
          {partly.length > 0 && (
            <section aria-label="Judged in part" className="text-sm">
              <h2 className="font-medium text-warning-ink">
                {formatCount(partly.length, "eval")} judged in part: gains and gap compare only questions judged on all
                sides
              </h2>
              <ul className="mt-1 list-disc pl-5 text-muted">
                {partly.map(({ run, name, set, judge, judged, of }) => (
                  <li key={`${run} ${set} ${judge}`}>
                    {name}, {set}: {formatNumber(judged)} of {formatNumber(of)} trajectories judged by {judge}
                  </li>
                ))}
              </ul>
            </section>
          )}
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
