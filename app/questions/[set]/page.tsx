import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { LineageButton } from "@/app/lineage/lineage-button";
import { PageHeader } from "@/components/shell/page-header";
import { SampleNote } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/domain/format";
import { caller } from "@/server/routers/root";
import { QuestionsClient } from "./client";

type Props = { params: Promise<{ set: string }> };

const load = cache((id: number) => orNotFound(caller().library.questionSet({ id })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load(readId((await params).set))).name };
}

export default async function QuestionSetPage({ params }: Props) {
  const set = await load(readId((await params).set));
  const first = await caller().library.questions({ set: set.id });
  return (
    <>
      <PageHeader
        trail={[{ href: "/questions", name: "Questions" }]}
        title={set.name}
        description={[
          formatCount(set.questions, "question"),
          formatCount(set.trajectories, "trajectory", "trajectories"),
          set.metric === null ? null : `metric ${set.metric}`,
          set.licence === null ? null : `licence ${set.licence}`,
        ]
          .filter((part) => part !== null)
          .join(" · ")}
        actions={
          <>
            <LineageButton kind="question-set" id={set.id} />
            {set.corpusId !== null && (
              <Button asChild>
                <Link href={`/questions/corpora/${set.corpusId}`}>Search its corpus</Link>
              </Button>
            )}
            {set.trajectories > 0 && (
              <>
                <Button asChild>
                  <Link href={`/trajectories?set=${set.id}`}>Browse its trajectories</Link>
                </Button>
                <Button asChild>
                  <Link href={`/compare?set=${set.id}`}>Compare filter modes</Link>
                </Button>
              </>
            )}
          </>
        }
      />
      {set.isSample && (
        <div className="px-4 pt-3 md:px-5">
          <SampleNote>
            Part of the sample pool: invented questions that came with the studio, to show how it works.
          </SampleNote>
        </div>
      )}
      <QuestionsClient set={set} first={first} />
    </>
  );
}
