import type { Metadata } from "next";
import { PageHeader } from "@/components/shell/page-header";
import { caller } from "@/server/routers/root";
import { ImportClient } from "./client";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage() {
  const imports = await caller().library.imports({ limit: 20 });
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader title="Import" description="Bring in trajectories, question sets, verdicts and outcomes." />
      <ImportClient initial={imports} />
    </div>
  );
}
