import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { cutAtWord } from "@/domain/format";
import { showable, type TrajectoryView } from "@/domain/trajectory-view";
import { caller } from "@/server/routers/root";
import { readFilter } from "./address";
import { Reader } from "./reader";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const load = cache(async (id: string, judge: number | null, labels: number | null): Promise<TrajectoryView> => {
  if (!/^\d{1,9}$/.test(id) || Number(id) === 0) notFound();
  try {
    return await caller().trajectory.get({ id: Number(id), judge, labels });
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
});

async function read({ params, searchParams }: Props) {
  const query = queryOf(await searchParams);
  const { pool } = readFilter(query);
  return { view: await load((await params).id, pool.judge, pool.labels), query };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { view } = await read(props);
  return { title: cutAtWord(showable(view.question.text.text), 60) || `Trajectory ${view.id}` };
}

export default async function TrajectoryPage(props: Props) {
  const { view, query } = await read(props);
  return <Reader key={view.id} initial={view} query={query} />;
}

function queryOf(given: Record<string, string | string[] | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(given))
    for (const item of Array.isArray(value) ? value : [value]) if (item !== undefined) params.append(name, item);
  return params.toString();
}
