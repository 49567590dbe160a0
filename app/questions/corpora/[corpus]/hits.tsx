import type { ApiOutputs } from "@/app/trpc";
import { PlainText } from "@/components/trajectory/plain-text";
import { formatNumber } from "@/domain/format";
import { showable } from "@/domain/trajectory-view";

type Props = { hits: ApiOutputs["corpus"]["search"]["hits"] };

/** Passages in their ranks, whole, with their scores. */
export function Hits({ hits }: Props) {
  return (
    <ol
      aria-label="Passages found"
      className="flex max-w-4xl flex-col divide-y divide-line rounded-md border border-line bg-panel"
    >
      {hits.map((hit, index) => (
        <li key={hit.id} className="px-3 py-2">
          <div className="flex items-baseline gap-2">
            <span className="w-5 shrink-0 text-right text-faint text-xs tabular-nums">{index + 1}</span>
            <h2 className="min-w-0 flex-1 break-words font-medium">{showable(hit.title) || "Untitled"}</h2>
            <span className="shrink-0 text-faint text-xs tabular-nums" title={`BM25 score ${hit.score}`}>
              score {formatNumber(hit.score, 2)}
            </span>
          </div>
          <PlainText text={hit.text} className="line-clamp-6 pl-7 text-muted" />
        </li>
      ))}
    </ol>
  );
}
