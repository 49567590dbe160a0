import type { Metadata } from "next";
import { PageHeader } from "@/components/shell/page-header";
import { caller } from "@/server/routers/root";
import { Templates } from "./templates";

export const metadata: Metadata = { title: "Judges' prompts" };

export default async function TemplatesPage() {
  const templates = await caller().judging.templates.list();
  return (
    <>
      <PageHeader
        trail={[{ href: "/judging", name: "Judging" }]}
        title="Judges' prompts"
        description="A template is what a model is asked about a step. Each change is a new version; a judging run keeps the one it used."
      />
      <Templates initial={templates} />
    </>
  );
}
