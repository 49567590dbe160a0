import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/shell/page-header";
import { caller } from "@/server/routers/root";
import { ImportDetail } from "./client";

type Props = { params: Promise<{ id: string }> };

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage({ params }: Props) {
  const id = Number((await params).id);
  if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647) notFound();
  const row = (await caller().library.imports({ limit: 1, before: id + 1 }))[0];
  if (row?.id !== id) notFound();
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
