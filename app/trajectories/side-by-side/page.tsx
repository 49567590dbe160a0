import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { MAX_SIDE_BY_SIDE, type TrajectoryView } from "@/domain/trajectory-view";
import { caller } from "@/server/routers/root";
import { readFilter } from "../[id]/address";
import { Columns } from "./columns";
import { readIds } from "./ids";

export const metadata: Metadata = { title: "Side by side" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SideBySidePage({ searchParams }: Props) {
  const given = await searchParams;
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(given))
    for (const item of Array.isArray(value) ? value : [value])
      if (item !== undefined && name !== "ids") params.append(name, item);
  const ids = readIds(given.ids);
  const { judge, labels } = readFilter(params.toString()).pool;
  const found = await Promise.all(ids.slice(0, MAX_SIDE_BY_SIDE).map((id) => load(id, judge, labels)));
  const views = found.filter((view) => view !== null);
  const missing = ids.filter((_, index) => found[index] === null);
  if (views.length === 0)
    return (
      <>
        <PageHeader title="Side by side" trail={[{ href: "/trajectories", name: "Trajectories" }]} />
        <EmptyState
          title={
            ids.length === 0
              ? "Two to five trajectories stand here side by side"
              : "None of these trajectories is there"
          }
          action={
            <Button asChild variant="primary">
              <Link href="/trajectories">Open the table of trajectories</Link>
            </Button>
          }
        >
          Open a trajectory and tick samples of its question, or tick rows of the table.
        </EmptyState>
      </>
    );
  return (
    <Columns
      key={views.map((view) => view.id).join()}
      views={views}
      missing={missing}
      leftOut={Math.max(0, ids.length - MAX_SIDE_BY_SIDE)}
      query={params.toString()}
    />
  );
}

async function load(id: number, judge: number | null, labels: number | null): Promise<TrajectoryView | null> {
  try {
    return await caller().trajectory.get({ id, judge, labels });
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}
