import type { Metadata } from "next";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { formatCount } from "@/domain/format";
import { caller } from "@/server/routers/root";
import { FigurePage } from "../_parts/figure-page";
import { PolicyFigure } from "./policy-figure";
import { StudentFigure } from "./student-figure";

export const metadata: Metadata = { title: "Student and judge, own data and others'" };

export default async function SourcesPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { head, students, policies } = await caller().evalFigures.sources({
    way: params.get("way")?.slice(0, 200) ?? null,
  });
  const isEmpty = policies.rows.length + policies.unknown.length + students.rows.length + students.unknownJudge.length;
  return (
    <FigurePage
      figure="sources"
      head={head}
      empty="Train models that a judge rewards, or on trajectories of their own and of another model, and evaluate them; evaluate the judge's model on the same question sets."
    >
      {isEmpty === 0 ? null : (
        <>
          {students.rows.length > 0 && <StudentFigure rows={students.rows} />}
          {students.unknownJudge.length > 0 && (
            <p className="text-sm text-warning-ink">
              {formatCount(students.unknownJudge.length, "arm")} rewarded by a judge that is none of the studio's
              models: {students.unknownJudge.join("; ")}. A model that answers at the judge's endpoint, once evaluated,
              stands beside them.
            </p>
          )}
          {policies.rows.length > 0 && <PolicyFigure table={policies} />}
          {policies.unknown.length > 0 && (
            <p className="text-sm text-warning-ink">
              {formatCount(policies.unknown.length, "arm")} of which it is not recorded whose weights wrote the data:{" "}
              {policies.unknown.join("; ")}
            </p>
          )}
        </>
      )}
    </FigurePage>
  );
}
