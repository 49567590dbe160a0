import type { Metadata } from "next";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { caller } from "@/server/routers/root";
import { ReviewPage } from "./review-page";

type Props = { params: Promise<{ id: string }> };

const load = cache((id: number) => orNotFound(caller().review.get({ id })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load(readId((await params).id))).name };
}

export default async function Page({ params }: Props) {
  const id = readId((await params).id);
  const [review, names] = await Promise.all([load(id), caller().browse.names()]);
  return <ReviewPage initial={review} names={names} />;
}
