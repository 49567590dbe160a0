import type { Metadata } from "next";
import { cookies } from "next/headers";
import { PageHeader } from "@/components/shell/page-header";
import { THEME_COOKIE, Theme } from "@/components/shell/theme";
import { version } from "@/package.json";
import { caller } from "@/server/routers/root";
import { DataSection } from "./data-section";
import { EndpointsSection } from "./endpoints/endpoints-section";
import { EnginesSection } from "./engines/engines-section";
import { ModelsSection } from "./models/models-section";
import { SampleSection } from "./sample-section";
import { Section } from "./section";
import { ThemeChoice } from "./theme-choice";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { library, endpoint, engine } = caller();
  const [facts, sample, endpoints, models, engines] = await Promise.all([
    library.databaseFacts(),
    library.samplePool(),
    endpoint.list(),
    endpoint.models.list(),
    engine.list(),
  ]);
  const theme = Theme.catch("system").parse((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader title="Settings" />
      <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4 md:p-5">
        <EndpointsSection initial={endpoints} />
        <ModelsSection initial={models} endpoints={endpoints} />
        <EnginesSection initial={engines} />
        <Section id="theme" title="Theme">
          <ThemeChoice initial={theme} />
        </Section>
        <DataSection facts={facts} />
        <SampleSection sample={sample} />
        <p className="text-faint text-xs">Swirl Studio {version} · MIT licence · no telemetry</p>
      </div>
    </div>
  );
}
