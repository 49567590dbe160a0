import type { Metadata } from "next";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { caller } from "@/server/routers/root";
import { Round } from "./round";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await orNotFound(caller().round.get({ id: readId((await params).id) }))).name };
}

export default async function RoundPage({ params }: Props) {
  return <Round initial={await orNotFound(caller().round.get({ id: readId((await params).id) }))} />;
}
