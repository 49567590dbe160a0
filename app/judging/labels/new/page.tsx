import type { Metadata } from "next";
import { PageHeader } from "@/components/shell/page-header";
import { poolFromParams } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import { IgnoredAddress } from "../../_parts/ignored-address";
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
      <IgnoredAddress parts={ignored} />
      <NewLabelling
        pool={pool}
        names={names}
        endpoints={endpoints.map(({ id, name, servedName }) => ({ id, name, servedName }))}
        preview={preview}
      />
    </>
  );
}
