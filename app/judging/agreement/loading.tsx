import { CardsPageSkeleton } from "@/components/states/page-skeleton";

export default CardsPageSkeleton;
