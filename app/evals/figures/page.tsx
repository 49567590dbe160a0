import type { Metadata } from "next";
import Link from "next/link";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { formatCount } from "@/domain/format";
import { caller } from "@/server/routers/root";
import { FigurePage } from "./_parts/figure-page";
import { ParamSelect } from "./_parts/param-select";
import { ModeFigure } from "./mode-figure";

export const metadata: Metadata = { title: "Accuracy by filter mode" };

const WHY = {
  "not frozen": "its training set is not frozen",
  "not trained": "not trained",
  "not finished": "its training run has no model",
  "not evaluated": "not evaluated, or its answers have no outcome",
} as const;

export default async function ModesPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const asked = { way: params.get("way")?.slice(0, 200) ?? null, of: params.get("of")?.slice(0, 40) ?? null };
  const { head, subjects, subject, figure } = await caller().evalFigures.modes(asked);
  const { missing } = figure;
  const named = (one: NonNullable<typeof subject>) =>
    one.kind === "experiment" ? one.name : `Pool of the training run ${one.name}`;
  return (
    <FigurePage
      figure="modes"
      head={head}
      choices={
        subject &&
        subjects.length > 1 && (
          <ParamSelect
            label="Arms of"
            name="of"
            value={subject.key}
            options={subjects.map((one) => ({ value: one.key, label: named(one) }))}
          />
        )
      }
      empty="Freeze the arms of an experiment, or choose filter modes of one pool; train a model on each, and evaluate them and their base model on the same question sets."
    >
      {subject && (figure.bars.length > 0 || missing.length > 0) ? (
        <>
          {figure.bars.length > 0 ? (
            <ModeFigure figure={figure} of={named(subject)} />
          ) : (
            <p className="text-muted">None of its arms was evaluated in this way yet.</p>
          )}
          {missing.length > 0 && (
            <section aria-label="Not in the figure" className="text-sm">
              <h2 className="font-medium text-warning-ink">{formatCount(missing.length, "arm")} not in the figure</h2>
              <ul className="mt-1 list-disc pl-5 text-muted">
                {missing.map(({ name, why }) => (
                  <li key={`${name} ${why}`}>
                    {name}: {WHY[why]}
                  </li>
                ))}
              </ul>
              {subject.kind === "experiment" && (
                <p className="mt-1 text-muted">
                  <Link href={`/experiments/${subject.id}`} className="text-accent-ink underline">
                    Open the experiment
                  </Link>{" "}
                  to freeze and train its arms.
                </p>
              )}
            </section>
          )}
        </>
      ) : null}
    </FigurePage>
  );
}
