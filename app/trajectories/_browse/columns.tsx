"use client";
import Link from "next/link";
import type { ColumnMeta } from "@/components/data-table/data-table";
import { columnHelper } from "@/components/data-table/features";
import { useFitText } from "@/components/data-table/fit-text";
import { Num } from "@/components/format/number";
import { RelativeTime } from "@/components/format/time";
import { OutcomeLabel } from "@/components/glyphs/outcome-glyph";
import { VerdictStrip } from "@/components/glyphs/verdict-strip";
import { type BrowseRow, QUESTION_LENGTH, type BrowseRow as Row } from "@/domain/browse";
import { endStateWords } from "@/domain/end-state";
import { formatNumber } from "@/domain/format";
import type { SortKey } from "@/domain/pool";
import { COLUMN_NAMES, type ColumnId } from "./column-ids";
import { hrefOf } from "./search-params";

const SORT_KEYS: Partial<Record<ColumnId, SortKey>> = {
  question: "question",
  steps: "steps",
  score: "score",
  tokens: "tokens",
  date: "created",
};
const NUMERIC: ColumnId[] = ["sample", "steps", "score", "tokens", "date"];

export const COLUMN_META: Record<string, ColumnMeta> = Object.fromEntries(
  Object.entries(COLUMN_NAMES).map(([id, name]) => [
    id,
    { name, isNumeric: NUMERIC.includes(id as ColumnId), sortKey: SORT_KEYS[id as ColumnId] },
  ]),
);

/** Room that a cell's padding and the word "sample" take. */
const PADDING = 18;
const SAMPLE = 48;

/** The columns of the browse table; `query` is carried to the trajectory's page, `inset` is more padding at a question. */
export function browseColumns(query: string, inset = 0) {
  const helper = columnHelper<Row>();
  return helper.columns([
    helper.display({
      id: "select",
      size: 32,
      enableResizing: false,
      enableHiding: false,
      header: ({ table }) => (
        <Tick
          label="Select all loaded rows"
          checked={table.getIsAllRowsSelected()}
          isMixed={table.getIsSomeRowsSelected()}
          onChange={table.getToggleAllRowsSelectedHandler()}
        />
      ),
      cell: ({ row }) => (
        <Tick
          label={`Select trajectory ${row.id}`}
          checked={row.getIsSelected()}
          onChange={row.getToggleSelectedHandler()}
        />
      ),
    }),
    helper.accessor("question", {
      id: "question",
      size: 340,
      minSize: 120,
      cell: ({ row, column }) => <QuestionCell row={row.original} width={column.getSize() - inset} query={query} />,
    }),
    helper.accessor("outcome", {
      id: "outcome",
      size: 104,
      cell: (info) => (
        <span className="flex items-center">
          <OutcomeLabel outcome={info.getValue()} />
        </span>
      ),
    }),
    helper.accessor("marks", {
      id: "verdicts",
      size: 130,
      cell: ({ getValue, column }) => (
        <span className="flex items-center">
          <VerdictStrip marks={getValue()} max={Math.max(4, Math.floor((column.getSize() - 16) / 13))} />
        </span>
      ),
    }),
    helper.accessor("process", { id: "process", size: 104, cell: (info) => <Text text={info.getValue()} /> }),
    helper.accessor("meanScore", {
      id: "score",
      size: 92,
      cell: ({ row }) => <Score row={row.original} />,
    }),
    helper.accessor("numSteps", { id: "steps", size: 74, cell: (info) => formatNumber(info.getValue()) }),
    helper.accessor("toolCalls", { id: "tools", size: 120, cell: (info) => <Tools calls={info.getValue()} /> }),
    helper.accessor("setName", { id: "set", size: 110, cell: (info) => <Text text={info.getValue()} /> }),
    helper.accessor("modelName", { id: "model", size: 130, cell: (info) => <Text text={info.getValue()} /> }),
    helper.accessor("rolloutRunName", { id: "run", size: 130, cell: (info) => <Text text={info.getValue()} /> }),
    helper.accessor("sampleIndex", { id: "sample", size: 70, cell: (info) => formatNumber(info.getValue() + 1) }),
    helper.accessor("tokens", { id: "tokens", size: 100, cell: (info) => <Num value={info.getValue()} /> }),
    helper.accessor("endState", {
      id: "end",
      size: 150,
      cell: (info) => <Text text={endStateWords(info.getValue())} />,
    }),
    helper.accessor("createdAt", { id: "date", size: 126, cell: (info) => <RelativeTime iso={info.getValue()} /> }),
  ]);
}

function QuestionCell({ row, width, query }: { row: Row; width: number; query: string }) {
  const fit = useFitText();
  const room = width - PADDING - (row.isSample ? SAMPLE : 0);
  const isWhole = row.question.length < QUESTION_LENGTH;
  return (
    <span className="flex items-center gap-2">
      <Link
        href={trajectoryHref(row.id, query)}
        prefetch={false}
        title={isWhole ? row.question : `${row.question} …`}
        className="min-w-0 flex-1 truncate hover:underline"
      >
        {fit(row.question, room) || `Trajectory ${row.id}`}
      </Link>
      {row.isSample && <Sample />}
    </span>
  );
}

/** Quieter than a badge: on a first start every row carries it. */
export function Sample() {
  return <span className="shrink-0 text-2xs text-faint">sample</span>;
}

export function trajectoryHref(id: number, query: string): string {
  return hrefOf(`/trajectories/${id}`, query);
}

function Text({ text }: { text: string | null }) {
  if (text === null) return <span className="text-faint">not recorded</span>;
  return (
    <span title={text} className="block truncate">
      {text}
    </span>
  );
}

export function toolsText(calls: BrowseRow["toolCalls"]): string {
  return calls.map(({ tool, count }) => (count > 1 ? `${tool} × ${count}` : tool)).join(", ");
}

function Tools({ calls }: { calls: BrowseRow["toolCalls"] }) {
  if (calls.length === 0) return <span className="text-faint">none</span>;
  return <Text text={toolsText(calls)} />;
}

function Score({ row }: { row: Row }) {
  if (row.meanScore === null) return <span className="text-faint">no score</span>;
  const title = `Mean of ${formatNumber(row.scoreCount)} of ${formatNumber(row.numSteps)} steps`;
  return <span title={title}>{formatNumber(row.meanScore, 1)}</span>;
}

function Tick(props: { label: string; checked: boolean; isMixed?: boolean; onChange: (event: unknown) => void }) {
  return (
    // The label makes the whole corner of the row a target.
    <label className="flex h-[31px] w-full cursor-pointer items-center justify-center">
      <input
        type="checkbox"
        aria-label={props.label}
        checked={props.checked}
        ref={(box) => {
          if (box) box.indeterminate = (props.isMixed ?? false) && !props.checked;
        }}
        onChange={props.onChange}
        className="size-3.5 accent-accent"
      />
    </label>
  );
}
