import type { Metadata } from "next";
import { PageHeader } from "@/components/shell/page-header";
import { poolFromParams } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import { asSearchParams, type PageParams } from "../../_parts/search-params";
import { NewLabelling } from "./client";

export const metadata: Metadata = { title: "Label outcomes" };

export default async function NewLabellingPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const { pool, ignored } = poolFromParams(asSearchParams(await searchParams));
  const { browse, endpoint, labelling } = caller();
  const [names, endpoints, preview] = await Promise.all([
    browse.names(),
    endpoint.list(),
    labelling.preview({ pool, metric: null }),
  ]);
  return (
    <>
      <PageHeader
        trail={[{ href: "/judging", name: "Judging" }]}
        title="Label outcomes"
        description="A labeller compares each final answer with the accepted ones, and says whether it is right."
      />
      {ignored.length > 0 && (
        <p role="alert" className="bg-warning-soft px-5 py-1.5 text-warning-ink">
          Part of this address could not be read and is left out: {ignored.join(", ")}.
        </p>
      )}
      <NewLabelling
        pool={pool}
        names={names}
        endpoints={endpoints.map(({ id, name, servedName }) => ({ id, name, servedName }))}
        preview={preview}
      />
    </>
  );
}
