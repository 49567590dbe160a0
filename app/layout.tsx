import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { THEME_COOKIE, Theme } from "@/components/shell/theme";
import { StudioShell } from "./_shell/studio-shell";
import "./globals.css";
import { ApiProvider } from "./trpc";

export const metadata: Metadata = {
  title: { default: "Swirl Studio", template: "%s · Swirl Studio" },
  description: "Curate multi-step tool-use trajectories and close the loop of Step-Wise Reinforcement Learning.",
  robots: { index: false, follow: false },
};
export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is written per request, so that its scripts carry the nonce of that request's Content-Security-Policy.
  await connection();
  const theme = Theme.catch("system").parse((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme} suppressHydrationWarning>
      <body>
        <NuqsAdapter>
          <ApiProvider>
            <StudioShell theme={theme}>{children}</StudioShell>
          </ApiProvider>
        </NuqsAdapter>
      </body>
    </html>
  );
}
