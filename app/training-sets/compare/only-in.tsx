"use client";
/** The trajectories of which one training set holds a sub-trajectory that the other does not, page by page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { PagedTrajectories } from "@/components/trajectory/paged-trajectories";
import { formatCount } from "@/domain/format";
import { Panel } from "../_parts/panel";

type Page = ApiOutputs["trainingSet"]["differenceRows"];
const A_PAGE = 25;

export function OnlyIn(props: {
  letter: "A" | "B";
  name: string;
  first: number;
  second: number;
  /** Sub-trajectories of the first that the second has not */
  subTrajectories: number;
}) {
  const { letter, first, second, subTrajectories } = props;
  const trpc = useTRPC();
  const pages = useInfiniteQuery(
    trpc.trainingSet.differenceRows.infiniteQueryOptions(
      { first, second, limit: A_PAGE },
      {
        enabled: subTrajectories > 0,
        initialCursor: null,
        getNextPageParam: (page: Page) => (page.length < A_PAGE ? undefined : page.at(-1)?.id),
      },
    ),
  );
  return (
    <Panel
      title={`Only in ${letter}`}
      note={`${formatCount(subTrajectories, "sub-trajectory", "sub-trajectories")} of ${props.name}`}
    >
      {subTrajectories === 0 ? (
        <p className="px-4 py-3 text-muted">Nothing: the other holds all of it.</p>
      ) : (
        <div className="px-4 pb-1 [&>ol>li:first-child]:border-t-0">
          <PagedTrajectories
            label={`Only in ${letter}`}
            pages={pages}
            rows={pages.data?.pages.flat() ?? []}
            hrefOf={({ id }) => `/trajectories/${id}?in-training-set=${first}`}
            stepsOf={({ subTrajectories: only, numSteps }) =>
              only === numSteps ? `all ${formatCount(numSteps, "step")}` : `${only} of ${formatCount(numSteps, "step")}`
            }
          />
        </div>
      )}
    </Panel>
  );
}
