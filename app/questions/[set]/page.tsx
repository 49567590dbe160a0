import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/shell/page-header";
import { SimulatedNote } from "@/components/states/simulated-note";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/domain/format";
import { caller } from "@/server/routers/root";
import { readId } from "../ids";
import { QuestionsClient } from "./client";

type Props = { params: Promise<{ set: string }> };

async function load({ params }: Props) {
  const id = readId((await params).set);
  const sets = await caller().library.questionSets();
  return sets.find((set) => set.id === id) ?? notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await load(props)).name };
}

export default async function QuestionSetPage(props: Props) {
  const set = await load(props);
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
          set.trajectories > 0 && (
            <>
              <Button asChild>
                <Link href={`/trajectories?set=${set.id}`}>Browse its trajectories</Link>
              </Button>
              <Button asChild>
                <Link href={`/compare?set=${set.id}`}>Compare filter modes</Link>
              </Button>
            </>
          )
        }
      />
      {set.simulated && (
        <div className="px-4 pt-3 md:px-5">
          <SimulatedNote>These questions are invented by code, to show how the studio works.</SimulatedNote>
        </div>
      )}
      <QuestionsClient set={set} first={first} />
    </>
  );
}
