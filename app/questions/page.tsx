import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { SetsTable } from "./sets-table";

export const metadata: Metadata = { title: "Questions" };

export default async function QuestionsPage() {
  const sets = await caller().library.questionSets();
  return (
    <>
      <PageHeader title="Questions" description="Question sets, and how much of each has been attempted." />
      {sets.length > 0 ? (
        <SetsTable sets={sets} />
      ) : (
        <EmptyState
          title="No question set yet"
          action={
            <Button asChild variant="primary">
              <Link href="/import">Import a question set</Link>
            </Button>
          }
          command="bin/swirl import questions.jsonl"
        >
          A question set holds questions with their accepted answers: GSM8K, HotPotQA, MuSiQue, BeerQA, or plain JSONL.
        </EmptyState>
      )}
    </>
  );
}
