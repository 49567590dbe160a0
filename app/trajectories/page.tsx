import type { Metadata } from "next";
import { caller } from "@/server/routers/root";
import { BrowseClient } from "./_browse/client";
import { PAGE_SIZE, readState } from "./_browse/search-params";

export const metadata: Metadata = { title: "Trajectories" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function TrajectoriesPage({ searchParams }: Props) {
  const { pool, sort } = readState(toParams(await searchParams));
  const api = caller();
  const [page, names] = await Promise.all([api.browse.page({ pool, sort, limit: PAGE_SIZE }), api.browse.names()]);
  return <BrowseClient initial={{ pool, sort, page, names }} />;
}

function toParams(given: Record<string, string | string[] | undefined>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(given))
    for (const item of Array.isArray(value) ? value : [value]) if (item !== undefined) params.append(name, item);
  return params;
}
