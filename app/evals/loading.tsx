import { TablePageSkeleton } from "@/components/states/page-skeleton";

export default function Loading() {
  return <TablePageSkeleton rows={6} columns={5} />;
}
