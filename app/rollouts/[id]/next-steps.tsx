import Link from "next/link";
import { Button } from "@/components/ui/button";

/** What is done with trajectories once they are made. */
export function NextSteps({ runId }: { runId: number }) {
  return (
    <section
      aria-label="Next"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-t px-4 py-3 md:px-5"
    >
      <span className="text-muted">Next</span>
      <Button asChild variant="primary">
        <Link href={`/judging/new?run=${runId}`}>Judge these</Link>
      </Button>
      <Button asChild>
        <Link href={`/judging/labels/new?run=${runId}`}>Label outcomes</Link>
      </Button>
      <Button asChild>
        <Link href={`/compare?run=${runId}`}>Compare filter modes</Link>
      </Button>
    </section>
  );
}
