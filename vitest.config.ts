import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: `${import.meta.dirname}/` }] },
  // tsconfig leaves JSX to Next; tests of components need it compiled.
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    include: ["{app,bench,components,domain,server,scripts}/**/*.test.{ts,tsx}"],
    globalSetup: ["server/testing/global-setup.ts"],
    setupFiles: ["server/testing/properties.ts"],
    testTimeout: process.env.SWIRL_LONG ? 1_200_000 : 60_000,
    hookTimeout: 60_000,
  },
});
