import type { Metadata } from "next";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { ReviewerName } from "@/domain/review/ruling";
import { caller } from "@/server/routers/root";
import { AskName } from "./ask-name";
import { Reviewing } from "./reviewing";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PageParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = readId((await params).id);
  return { title: `Reviewing ${(await orNotFound(caller().review.get({ id }))).name}` };
}

export default async function ReviewingPage({ params, searchParams }: Props) {
  const id = readId((await params).id);
  const { name, key, plan, items } = await orNotFound(caller().review.get({ id }));
  const person = ReviewerName.safeParse(asSearchParams(await searchParams).get("person") ?? "");
  const review = { id, name, key, plan, items };
  if (!person.success) return <AskName review={review} />;
  return <Reviewing key={person.data} review={review} person={person.data} />;
}
