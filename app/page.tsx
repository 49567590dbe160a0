import { PageHeader } from "@/components/shell/page-header";
import { caller } from "@/server/routers/root";
import { Home } from "./_home/home";
import { REVIEWS_SHOWN, RUNNING_SHOWN } from "./_home/running-shown";

export default async function HomePage() {
  const { library, runs, trainingRun, review } = caller();
  const [funnel, imports, exports, samplePool, current, training, reviews] = await Promise.all([
    library.funnel(),
    library.imports({ limit: 5 }),
    library.runningExports(),
    library.samplePool(),
    runs.current(),
    trainingRun.list({ isOpen: true, limit: RUNNING_SHOWN }),
    review.open({ limit: REVIEWS_SHOWN }),
  ]);
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader title="Home" />
      <Home initial={{ funnel, imports, exports, samplePool, runs: current, training, reviews }} />
    </div>
  );
}
