"use client";
/** The browse page: every trajectory in one table, filtered, sorted and paged by the server. */
import { Download, Scale } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useRef, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { type KeyBinding, useKeys } from "@/components/shell/keys";
import { PageHeader } from "@/components/shell/page-header";
import { ErrorState } from "@/components/states/error-state";
import { TableSkeleton } from "@/components/states/table-skeleton";
import { Button } from "@/components/ui/button";
import type { BrowseRow } from "@/domain/browse";
import { poolToParams, type SortKey } from "@/domain/pool";
import { AgreementNote } from "./agreement-note";
import { DEFAULT_COLUMNS } from "./column-ids";
import { browseColumns, COLUMN_META, trajectoryHref } from "./columns";
import { ColumnsMenu } from "./columns-menu";
import { FilterBar } from "./filter-bar";
import { FilterSheet } from "./filter-sheet";
import { isFiltered } from "./filters";
import { NoRows } from "./no-rows";
import { PhoneList } from "./phone-list";
import { ResultBar } from "./result-bar";
import { RunSelect } from "./run-choice";
import { SearchBox } from "./search-box";
import { hrefOf, writeState } from "./search-params";
import { useBrowseState } from "./use-browse-state";
import { useIsPhone } from "./use-is-phone";
import { type Initial, useCounts, useRows } from "./use-rows";
import { useSelection } from "./use-selection";
import { ViewsMenu } from "./views-menu";

/** Where the reader was in each table seen, for the way back from a trajectory. */
const places = new Map<string, number>();
const rowId = (row: BrowseRow) => String(row.id);
/** These read best from the highest down. */
const DESCENDING_FIRST: SortKey[] = ["created", "score", "tokens", "steps"];

export function BrowseClient({ initial }: { initial: Initial }) {
  const router = useRouter();
  const isPhone = useIsPhone();
  const { state, query, change, changePool, clear } = useBrowseState();
  const { pool, sort, columns: shown } = state;
  // What the rows are, whichever columns show them
  const listKey = writeState({ pool, sort, columns: DEFAULT_COLUMNS, agreement: [] });
  const [isLooking, setLooking] = useState(false);
  const { pages, rows, more } = useRows(pool, sort, initial);
  const { count, facets, search } = useCounts(pool, {
    isReady: pages.isSuccess && !pages.isPlaceholderData,
    isLooking,
  });
  const selection = useSelection(listKey);
  const [cursor, setCursor] = useState<{ listKey: string; index: number } | null>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const columns = useMemo(() => browseColumns(query), [query]);
  const visible = useMemo(() => ["select", ...shown], [shown]);
  const index = cursor?.listKey === listKey ? cursor.index : null;

  const moveTo = useCallback((to: number) => setCursor({ listKey, index: to }), [listKey]);
  const open = useCallback(
    (row: BrowseRow, { isNewTab }: { isNewTab: boolean }) => {
      const href = trajectoryHref(row.id, query);
      if (isNewTab) window.open(href, "_blank", "noopener");
      else router.push(href);
    },
    [query, router],
  );
  const onSort = (column: string) => {
    const key = column as SortKey;
    change(({ sort: { by, descending } }) => ({
      sort: { by: key, descending: by === key ? !descending : DESCENDING_FIRST.includes(key) },
    }));
  };
  const keys = useMemo<KeyBinding[]>(() => {
    const step = (by: number) => () =>
      rows.length > 0 && moveTo(Math.min(rows.length - 1, Math.max(0, index === null ? 0 : index + by)));
    const row = index === null ? undefined : rows[index];
    return [
      { keys: "j", does: "next row", run: step(1) },
      { keys: "k", does: "row before", run: step(-1) },
      { keys: "ArrowDown", does: "next row", run: step(1) },
      { keys: "ArrowUp", does: "row before", run: step(-1) },
      { keys: "o", does: "open the trajectory (or Enter)", run: () => row && open(row, { isNewTab: false }) },
      { keys: "x", does: "select the row", run: () => row && selection.toggle(row.id) },
      { keys: "/", does: "search in what the model wrote", run: () => searchBox.current?.focus() },
    ];
  }, [rows, index, moveTo, open, selection.toggle]);
  useKeys(keys, "Trajectories");

  const poolQuery = poolToParams(pool).toString();
  const compareHref = hrefOf("/compare", query);
  const exportHref = `/api/export?format=studio${poolQuery && `&${poolQuery}`}`;
  const runs = (
    <>
      <RunSelect
        label="Verdicts of"
        runs={initial.names.judgingRuns}
        value={pool.judge}
        onChange={(judge) => changePool({ judge })}
      />
      <RunSelect
        label="Outcomes by"
        newestHint="a model's only where nothing else labels"
        runs={initial.names.labellingRuns}
        value={pool.labels}
        onChange={(labels) => changePool({ labels })}
      />
    </>
  );
  const filters = {
    pool,
    names: initial.names,
    facets: facets.data,
    isCounting: facets.isFetching,
    onChange: changePool,
    onClear: clear,
    onLook: () => setLooking(true),
  };
  const isEmpty = pages.isSuccess && !pages.isPlaceholderData && rows.length === 0;
  const shared = {
    rows,
    isStale: pages.isPlaceholderData,
    onNearEnd: more,
    initialOffset: places.get(listKey) ?? 0,
    onScroll: (offset: number) => void places.set(listKey, offset),
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title="Trajectories"
        actions={
          <>
            <ViewsMenu href={hrefOf("/trajectories", writeState({ ...state, agreement: [] }))} />
            <Button asChild>
              <Link href={compareHref}>
                <Scale aria-hidden />
                <span>
                  Compare<span className="max-sm:sr-only"> filter modes</span>
                </span>
              </Link>
            </Button>
            <Button asChild>
              <a href={exportHref} download>
                <Download aria-hidden />
                Export
              </a>
            </Button>
          </>
        }
      />
      <AgreementNote
        ids={state.agreement}
        runs={initial.names.judgingRuns}
        pool={pool}
        onLeave={() => change({ agreement: [] }, { replace: true })}
      />
      <div className="flex flex-col gap-2 border-line border-b px-4 pt-2 pb-1 md:px-5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <SearchBox
            ref={searchBox}
            value={pool.search}
            onChange={(text, options) => changePool({ search: text }, options)}
          />
          {isPhone ? <FilterSheet {...filters} runs={runs} /> : runs}
          {!isPhone && (
            <span className="ml-auto">
              <ColumnsMenu
                shown={shown}
                onChange={(choose) => change(({ columns }) => ({ columns: choose(columns) }), { replace: true })}
              />
            </span>
          )}
        </div>
        {(!isPhone || isFiltered(pool)) && (
          <FilterBar {...filters} questionText={rows[0]?.question} isCompact={isPhone} />
        )}
        <ResultBar
          count={count.isError ? undefined : count.data}
          onCountAgain={count.isError ? () => void count.refetch() : null}
          search={search}
          ignored={state.ignored}
          selection={selection.value}
          onSelectAll={selection.selectAll}
          onClear={selection.clear}
          compareHref={compareHref}
          judgeHref={hrefOf("/judging/new", poolQuery)}
          labelHref={hrefOf("/judging/labels/new", poolQuery)}
          reviewHref={hrefOf("/reviews/new", poolQuery)}
          exportHref={exportHref}
          onClearFilters={isFiltered(pool) && !isEmpty ? clear : null}
        />
      </div>
      {pages.isError && rows.length === 0 ? (
        <ErrorState
          title="The trajectories could not be read"
          detail={pages.error.message}
          onRetry={() => pages.refetch()}
        />
      ) : pages.isPending ? (
        <TableSkeleton rows={16} columns={7} />
      ) : isEmpty ? (
        <NoRows pool={pool} search={search} onClear={clear} />
      ) : isPhone ? (
        <PhoneList key={listKey} {...shared} query={query} />
      ) : (
        <DataTable
          {...shared}
          scrollKey={listKey}
          label="Table of trajectories"
          columns={columns}
          meta={COLUMN_META}
          rowId={rowId}
          visible={visible}
          growing="question"
          storageKey="swirl-trajectories-widths"
          sort={sort}
          onSort={onSort}
          selection={selection.rows(rows)}
          onSelection={selection.set}
          cursor={index}
          onCursor={moveTo}
          onOpen={open}
          totalRows={count.data?.capped === false ? count.data.count : null}
        />
      )}
      {pages.isError && rows.length > 0 && (
        <div role="alert" className="flex items-center gap-3 border-line border-t px-4 py-2 text-danger-ink">
          <span className="min-w-0 flex-1">More could not be read: {pages.error.message}</span>
          <Button size="sm" onClick={() => (pages.isFetchNextPageError ? pages.fetchNextPage() : pages.refetch())}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}
