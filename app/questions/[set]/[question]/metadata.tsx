import { ScrollRegion } from "@/components/trajectory/scroll-region";

/** Fields of the source that the studio keeps and gives no meaning to. */
export function Metadata({ json }: { json: string }) {
  const fields = readFields(json);
  if (fields.length === 0) return null;
  return (
    <details>
      <summary className="cursor-pointer font-semibold">Fields of the source</summary>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        {fields.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd>
              <ScrollRegion
                label={name}
                className="max-h-40 overflow-auto whitespace-pre-wrap break-words font-mono text-xs leading-5"
              >
                {typeof value === "string" ? value : JSON.stringify(value)}
              </ScrollRegion>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function readFields(json: string): [string, unknown][] {
  const value: unknown = JSON.parse(json);
  return value !== null && typeof value === "object" ? Object.entries(value) : [];
}
