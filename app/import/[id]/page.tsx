import type { Metadata } from "next";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { PageHeader } from "@/components/shell/page-header";
import { caller } from "@/server/routers/root";
import { ImportDetail } from "./client";

type Props = { params: Promise<{ id: string }> };

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage({ params }: Props) {
  const id = readId((await params).id);
  const row = await orNotFound(caller().library.import({ id }));
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={[{ href: "/import", name: "Import" }]}
        title={<span className="break-all">{row.fileName}</span>}
      />
      <ImportDetail initial={row} />
    </div>
  );
}
