import { PageHeader } from "@/components/shell/page-header";
import { caller } from "@/server/routers/root";
import { Home } from "./_home/home";

export default async function HomePage() {
  const { library, runs } = caller();
  const [funnel, imports, exports, samplePool, current] = await Promise.all([
    library.funnel(),
    library.imports({ limit: 5 }),
    library.runningExports(),
    library.samplePool(),
    runs.current(),
  ]);
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader title="Home" />
      <Home initial={{ funnel, imports, exports, samplePool, runs: current }} />
    </div>
  );
}
