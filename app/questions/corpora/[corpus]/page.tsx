import type { Metadata } from "next";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { formatCount, formatNumber } from "@/domain/format";
import { caller } from "@/server/routers/root";
import { SearchBox } from "./search-box";
import { SetLinks } from "./set-links";

type Props = { params: Promise<{ corpus: string }> };

const load = cache((id: number) => orNotFound(caller().corpus.get({ id })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load(readId((await params).corpus))).name };
}

/** A corpus, and the search tool over it as a model would meet it. */
export default async function CorpusPage({ params }: Props) {
  const corpus = await load(readId((await params).corpus));
  return (
    <>
      <PageHeader
        trail={[{ href: "/questions", name: "Questions" }]}
        title={corpus.name}
        description={
          <>
            Corpus of {formatCount(corpus.passages, "passage")}
            {corpus.indexed < corpus.passages && `, ${formatNumber(corpus.indexed)} of them indexed for search so far`}
            <SetLinks sets={corpus.questionSets} />
          </>
        }
      />
      {corpus.passages > 0 ? (
        <SearchBox corpusId={corpus.id} isPartial={corpus.indexed < corpus.passages} />
      ) : (
        <EmptyState title="No passages yet" command="bin/swirl import passages.jsonl">
          A corpus holds the passages that the search tool looks in. They come with question sets, or by themselves.
        </EmptyState>
      )}
    </>
  );
}
