import { ExperimentSkeleton } from "../skeleton";

export default function Loading() {
  return <ExperimentSkeleton />;
}
