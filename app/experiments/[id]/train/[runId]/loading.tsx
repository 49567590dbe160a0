import { CardsPageSkeleton } from "@/components/states/page-skeleton";

export default function Loading() {
  return <CardsPageSkeleton />;
}
