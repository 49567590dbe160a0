import { defineConfig } from "@playwright/test";
import { findInstalled } from "./scripts/testing/browser.mjs";

// Empty: Playwright's own browser. Workers load this file again and find the answer in their environment.
process.env.SWIRL_CHROMIUM ??= findInstalled() ?? "";

// Set by scripts/testing/e2e-setup.mjs, or by hand to test a studio that is already running.
const baseURL = process.env.SWIRL_E2E_URL;

export default defineConfig({
  testDir: "e2e",
  // Training takes both cores for minutes: beside it pages answer late, and it takes longer itself. By itself it is run
  // with --no-deps.
  projects: [
    { name: "pages", testIgnore: ["train.spec.ts", "lab-evals.spec.ts"] },
    { name: "training", testMatch: "train.spec.ts", dependencies: ["pages"] },
    { name: "evals", testMatch: "lab-evals.spec.ts", dependencies: ["training"] },
  ],
  outputDir: "test-results",
  globalSetup: "./scripts/testing/e2e-setup.mjs",
  fullyParallel: false,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    baseURL,
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.SWIRL_CHROMIUM || undefined,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
