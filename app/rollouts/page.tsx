import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";

export const metadata: Metadata = { title: "Rollouts" };

export default function RolloutsPage() {
  return (
    <>
      <PageHeader
        title="Rollouts"
        description="A rollout run answers questions with a model and tools, step by step."
      />
      <EmptyState
        title="No rollout run yet"
        action={
          <Button asChild variant="primary">
            <Link href="/settings">Add an endpoint</Link>
          </Button>
        }
      >
        Add the endpoint that serves your model first.
      </EmptyState>
    </>
  );
}
