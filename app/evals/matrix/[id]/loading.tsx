import { TablePageSkeleton } from "@/components/states/page-skeleton";

export default function Loading() {
  return <TablePageSkeleton rows={4} columns={4} />;
}
