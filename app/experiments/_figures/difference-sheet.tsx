"use client";
/** The trajectories that one arm keeps and another does not, page by page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { PagedTrajectories } from "@/components/trajectory/paged-trajectories";
import { Dialog, SheetContent } from "@/components/ui/dialog";
import type { Arm } from "@/domain/experiment";
import { formatCount } from "@/domain/format";
import type { Pool } from "@/domain/pool";

type Page = ApiOutputs["experiment"]["difference"];
const A_PAGE = 50;

export function DifferenceSheet(props: {
  question: { pool: Pool; arms: Arm[]; matching: boolean; first: number; second: number };
  first: Arm;
  second: Arm;
  onClose: () => void;
}) {
  const { first, second } = props;
  const trpc = useTRPC();
  const pages = useInfiniteQuery(
    trpc.experiment.difference.infiniteQueryOptions(
      { ...props.question, limit: A_PAGE },
      {
        initialCursor: null,
        getNextPageParam: (page: Page) => (page.rows.length < A_PAGE ? undefined : page.rows.at(-1)?.id),
      },
    ),
  );
  const total = pages.data?.pages[0]?.total;
  const judge = first.filter.process.judges[0] ?? second.filter.process.judges[0];
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <SheetContent
        title={`In ${first.name}, not in ${second.name}`}
        description={
          total === undefined
            ? "Looking for them…"
            : `${formatCount(total, "trajectory", "trajectories")} of which “${first.name}” keeps something and “${second.name}” nothing.`
        }
        className="w-[min(620px,94vw)]"
      >
        <div className="mt-3">
          <PagedTrajectories
            label="Trajectories"
            pages={pages}
            rows={pages.data?.pages.flatMap((page) => page.rows) ?? []}
            total={total}
            hrefOf={({ id }) => `/trajectories/${id}${judge === undefined ? "" : `?judge=${judge}`}`}
          />
        </div>
      </SheetContent>
    </Dialog>
  );
}
