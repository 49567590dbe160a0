/** Which iteration something is of, and what its model was trained from. Says nothing of a base model. */
import Link from "next/link";

type Iteration = {
  model: { id: number; name: string };
  iteration: number;
  parent: { id: number; name: string };
};

const MOST = 3;

export function IterationNote({ of: iterations }: { of: readonly Iteration[] }) {
  if (iterations.length === 0) return null;
  const more = iterations.length - MOST;
  return (
    <ul aria-label="Iteration" className="flex flex-wrap gap-x-3 [overflow-wrap:anywhere]">
      {iterations.slice(0, MOST).map(({ model, iteration, parent }) => (
        <li key={model.id}>
          {iterations.length > 1 && `${model.name}: `}
          <Link href={`/models/${model.id}/iterations`} className="underline hover:text-ink">
            iteration {iteration}
          </Link>
          {" · parent "}
          <Link href={`/models/${parent.id}`} className="underline hover:text-ink">
            {parent.name}
          </Link>
        </li>
      ))}
      {more > 0 && <li>and {more} more</li>}
    </ul>
  );
}
