import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { PageHeader } from "@/components/shell/page-header";
import { SampleBadge } from "@/components/states/sample-note";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cutAtWord, formatCount } from "@/domain/format";
import { caller } from "@/server/routers/root";
import { Metadata as SourceFields } from "./metadata";
import { Passages } from "./passages";
import { Samples } from "./samples";

type Props = { params: Promise<{ set: string; question: string }> };

const find = cache((id: number) => orNotFound(caller().library.question({ id })));

async function load({ params }: Props) {
  const { set, question: id } = await params;
  const question = await find(readId(id));
  return question.setId === readId(set) ? question : notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: cutAtWord((await load(props)).text, 60) };
}

export default async function QuestionPage(props: Props) {
  const question = await load(props);
  const samples = await caller().library.samples({ question: question.id });
  const to = (id: number) => `/questions/${question.setId}/${id}`;
  return (
    <>
      <PageHeader
        trail={[
          { href: "/questions", name: "Questions" },
          { href: `/questions/${question.setId}`, name: question.setName },
        ]}
        title={
          <span className="inline-flex items-center gap-2">
            Question {question.key}
            {question.isSample && <SampleBadge />}
          </span>
        }
        actions={
          <>
            {question.previous !== null && (
              <Button asChild size="sm">
                <Link href={to(question.previous)}>Previous</Link>
              </Button>
            )}
            {question.next !== null && (
              <Button asChild size="sm">
                <Link href={to(question.next)}>Next</Link>
              </Button>
            )}
          </>
        }
      />
      <div className="mx-auto flex max-w-5xl flex-col gap-6 p-4 md:p-5">
        <section aria-label="Question">
          <p className="max-w-3xl whitespace-pre-wrap break-words text-base">{question.text}</p>
          <div className="mt-3 flex flex-wrap items-center gap-1.5">
            <span className="text-muted">{question.answers.length === 1 ? "Accepted answer" : "Accepted answers"}</span>
            {question.answers.map((answer, index) => (
              <Badge key={index} tone="success" className="h-auto whitespace-pre-wrap break-words py-0.5">
                {answer}
              </Badge>
            ))}
            {question.answers.length === 0 && <span className="text-faint">none recorded</span>}
          </div>
        </section>
        <section aria-labelledby="samples">
          <h2 id="samples" className="mb-2 font-semibold">
            {formatCount(samples.length, "trajectory", "trajectories")}
          </h2>
          <Samples samples={samples} />
        </section>
        {question.solution !== null && (
          <section aria-labelledby="solution">
            <h2 id="solution" className="mb-2 font-semibold">
              Worked solution of the set
            </h2>
            <p className="max-w-3xl whitespace-pre-wrap break-words text-muted">{question.solution}</p>
          </section>
        )}
        <Passages passages={question.passages} />
        <SourceFields json={question.metadata} />
      </div>
    </>
  );
}
