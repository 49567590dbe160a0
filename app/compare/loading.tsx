import { PageHeader } from "@/components/shell/page-header";
import { ComparisonSkeleton } from "./comparison-skeleton";

export default function Loading() {
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader title="Compare filter modes" />
      <ComparisonSkeleton />
    </div>
  );
}
