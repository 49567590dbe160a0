import type { Metadata } from "next";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { caller } from "@/server/routers/root";
import { FigurePage } from "../_parts/figure-page";
import { TransferFigure } from "./transfer-figure";

export const metadata: Metadata = { title: "Trained on, evaluated on" };

export default async function TransferPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { head, matrix, setNames } = await caller().evalFigures.transfer({
    way: params.get("way")?.slice(0, 200) ?? null,
  });
  return (
    <FigurePage
      figure="transfer"
      head={head}
      empty="Train models on different question sets, and evaluate each, and their base model, on all of them."
    >
      {matrix.rows.length > 0 ? <TransferFigure matrix={matrix} setNames={setNames} /> : null}
    </FigurePage>
  );
}
