import type { Metadata } from "next";
import { PageHeader } from "@/components/shell/page-header";
import { poolFromParams } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import { IgnoredAddress } from "../_parts/ignored-address";
import { asSearchParams, type PageParams } from "../_parts/search-params";
import { NewJudging } from "./client";

export const metadata: Metadata = { title: "Judge trajectories" };

export default async function NewJudgingPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const { pool, ignored } = poolFromParams(asSearchParams(await searchParams));
  const { browse, endpoint, judging } = caller();
  const [names, endpoints, templates, preview] = await Promise.all([
    browse.names(),
    endpoint.list(),
    judging.templates.list(),
    judging.preview({ pool, template: null }),
  ]);
  return (
    <>
      <PageHeader
        trail={[{ href: "/judging", name: "Judging" }]}
        title="Judge trajectories"
        description="A judge reads every step with what came before it, and rules whether its action is reasonable."
      />
      <IgnoredAddress parts={ignored} />
      <NewJudging
        pool={pool}
        names={names}
        endpoints={endpoints.map(({ id, name, servedName }) => ({ id, name, servedName }))}
        templates={templates}
        size={{ trajectories: preview.trajectories, steps: preview.steps }}
      />
    </>
  );
}
