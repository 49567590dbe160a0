import { PageHeader } from "@/components/shell/page-header";
import { caller } from "@/server/routers/root";
import { Home } from "./_home/home";
import { RUNNING_SHOWN } from "./_home/running-shown";

export default async function HomePage() {
  const { library, runs, trainingRun } = caller();
  const [funnel, imports, exports, samplePool, current, training] = await Promise.all([
    library.funnel(),
    library.imports({ limit: 5 }),
    library.runningExports(),
    library.samplePool(),
    runs.current(),
    trainingRun.list({ isOpen: true, limit: RUNNING_SHOWN }),
  ]);
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader title="Home" />
      <Home initial={{ funnel, imports, exports, samplePool, runs: current, training }} />
    </div>
  );
}
