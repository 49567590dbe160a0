import type { Metadata } from "next";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { SIZE_KINDS } from "@/domain/eval/figures/scaling";
import { formatCount } from "@/domain/format";
import { caller } from "@/server/routers/root";
import { FigurePage } from "../_parts/figure-page";
import { ParamSelect } from "../_parts/param-select";
import { SEEDS_NOTE } from "../_parts/words";
import { ScalingPanel } from "./scaling-panel";
import { SIZE_WORDS } from "./size-words";

export const metadata: Metadata = { title: "Accuracy by number of trajectories" };

export default async function ScalingPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const kind = SIZE_KINDS.find((one) => one === params.get("size")) ?? "trajectories";
  const { head, figure } = await caller().evalFigures.scaling({ way: params.get("way")?.slice(0, 200) ?? null, kind });
  const { panels, unsized } = figure;
  return (
    <FigurePage
      figure="scaling"
      head={head}
      choices={
        head.way !== null && (
          <ParamSelect
            label="Size"
            name="size"
            value={kind}
            options={SIZE_KINDS.map((value) => ({ value, label: SIZE_WORDS[value].name }))}
          />
        )
      }
      empty="Train models on data of different sizes, such as training sets with a cap on their trajectories, and evaluate them on the same question sets."
    >
      {panels.length > 0 || unsized.length > 0 ? (
        <>
          <p className="max-w-4xl text-muted text-xs">{SEEDS_NOTE}</p>
          {panels.map((panel) => (
            <ScalingPanel key={panel.set.id} panel={panel} kind={kind} />
          ))}
          {unsized.length > 0 && (
            <p className="text-sm text-warning-ink">
              {formatCount(unsized.length, "arm")} without a known number of {SIZE_WORDS[kind].axis}, or of which
              max_contexts draws only some: {unsized.join("; ")}
            </p>
          )}
        </>
      ) : null}
    </FigurePage>
  );
}
