"use client";
/** The run's trajectories in the browse table, newest first, as they come in. */
import { ArrowUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { browseColumns, COLUMN_META, trajectoryHref } from "@/app/trajectories/_browse/columns";
import { PhoneList } from "@/app/trajectories/_browse/phone-list";
import { useIsPhone } from "@/app/trajectories/_browse/use-is-phone";
import { DataTable } from "@/components/data-table/data-table";
import { Button } from "@/components/ui/button";
import type { BrowseRow, Page } from "@/domain/browse";
import { formatNumber } from "@/domain/format";
import { useArrivals } from "./use-arrivals";

const BEING_MADE = ["question", "sample", "end", "steps", "tools", "tokens", "date"];
/** Verdicts and outcomes come later. */
const MADE = ["question", "outcome", "verdicts", "end", "steps", "tools", "tokens"];
const META = Object.fromEntries(Object.entries(COLUMN_META).map(([id, meta]) => [id, { ...meta, sortKey: undefined }]));
/** Questions stand under the heading, so the first column is padded by so much more. */
const INSET = 12;
const rowId = (row: BrowseRow) => String(row.id);
const NEWEST_FIRST = { by: "created", descending: true };

export function ArrivalsTable(props: {
  runId: number;
  first: Page;
  isRunning: boolean;
  isOver: boolean;
  /** It was still under way when the page was opened */
  isLive: boolean;
}) {
  const { runId, first, isRunning } = props;
  const router = useRouter();
  const isPhone = useIsPhone();
  const [isScrolled, setScrolled] = useState(false);
  const [isTouched, setTouched] = useState(false);
  const [rounds, setRounds] = useState(0);
  const [cursorId, setCursorId] = useState<number | null>(null);
  const isHeld = isScrolled || isTouched;
  const { rows, newCount, error, showNew, readOlder } = useArrivals(runId, first, { isRunning, isHeld });
  const cursor = rows.findIndex((row) => row.id === cursorId);
  const query = `run=${runId}`;
  const columns = useMemo(() => browseColumns(query, INSET).filter((column) => column.id !== "select"), [query]);
  const open = useCallback(
    (row: BrowseRow, { isNewTab }: { isNewTab: boolean }) => {
      const href = trajectoryHref(row.id, query);
      if (isNewTab) window.open(href, "_blank", "noopener");
      else router.push(href);
    },
    [router, query],
  );
  const shared = {
    rows,
    isStale: false,
    onNearEnd: readOlder,
    initialOffset: 0,
    onScroll: (offset: number) => setScrolled(offset > 4),
  };
  if (rows.length === 0)
    return (
      <p className="px-4 py-10 text-center text-muted md:px-5">
        {error
          ? error.message
          : isRunning
            ? "The first ones stand here as soon as they are made."
            : props.isOver
              ? "None were made."
              : "None made yet."}
      </p>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that somebody is at the rows
    <div
      className="relative flex min-h-[max(24rem,70dvh)] flex-[1_1_0px] flex-col [&_td:first-child]:pl-5 [&_th:first-child]:pl-3"
      // A row must not move from under the pointer or the key that is about to open it.
      onPointerEnter={() => setTouched(true)}
      onPointerLeave={() => setTouched(false)}
      onFocus={() => setTouched(true)}
      onBlur={() => setTouched(false)}
    >
      {newCount > 0 && isHeld && (
        <Button
          size="sm"
          variant="primary"
          className="absolute top-10 left-1/2 z-30 -translate-x-1/2 shadow-pop"
          onClick={() => {
            showNew();
            setRounds((round) => round + 1);
          }}
        >
          <ArrowUp aria-hidden />
          {formatNumber(newCount)} new
        </Button>
      )}
      {isPhone ? (
        <PhoneList key={rounds} {...shared} query={query} />
      ) : (
        <DataTable
          {...shared}
          scrollKey={String(rounds)}
          label="Trajectories of this rollout run"
          columns={columns}
          meta={META}
          rowId={rowId}
          visible={props.isLive ? BEING_MADE : MADE}
          growing="question"
          storageKey="swirl-arrivals-widths"
          sort={NEWEST_FIRST}
          onSort={() => {}}
          selection={{}}
          onSelection={() => {}}
          cursor={cursor === -1 ? null : cursor}
          onCursor={(index) => setCursorId(rows[index]?.id ?? null)}
          onOpen={open}
          totalRows={null}
        />
      )}
    </div>
  );
}
