import { TablePageSkeleton } from "@/components/states/page-skeleton";

export default function Loading() {
  return <TablePageSkeleton rows={8} columns={5} />;
}
