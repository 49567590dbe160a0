import Link from "next/link";

/** " · searched for Set A, Set B" */
export function SetLinks({ sets }: { sets: readonly { id: number; name: string }[] }) {
  if (sets.length === 0) return null;
  return (
    <>
      {" · used by "}
      {sets.map((set, index) => (
        <span key={set.id}>
          {index > 0 && ", "}
          <Link
            href={`/questions/${set.id}`}
            className="text-accent-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
          >
            {set.name}
          </Link>
        </span>
      ))}
    </>
  );
}
