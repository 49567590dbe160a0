import { Badge } from "@/components/ui/badge";
import { formatCount } from "@/domain/format";

type Passage = { title: string; body: string; supporting: boolean };

/** The passages that come with a question; those its answer rests on are marked and stand open. */
export function Passages({ passages }: { passages: readonly Passage[] }) {
  if (passages.length === 0) return null;
  const supporting = passages.filter((passage) => passage.supporting).length;
  return (
    <section aria-labelledby="passages">
      <h2 id="passages" className="mb-2 font-semibold">
        {formatCount(passages.length, "passage")}
        <span className="ml-2 font-normal text-muted">
          {supporting === 0 ? "none marked as supporting" : `${supporting} supporting`}
        </span>
      </h2>
      <ul className="flex flex-col gap-1.5">
        {passages.map((passage, index) => (
          <li key={index}>
            <details open={passage.supporting} className="rounded-md border border-line">
              <summary className="flex cursor-pointer items-center gap-2 px-3 py-1.5">
                <span className="min-w-0 flex-1 font-medium">{passage.title || "Untitled"}</span>
                {passage.supporting && <Badge tone="accent">supporting</Badge>}
              </summary>
              <p className="whitespace-pre-wrap break-words border-line border-t px-3 py-2 text-muted">
                {passage.body}
              </p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
