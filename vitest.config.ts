import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: `${import.meta.dirname}/` }] },
  // tsconfig leaves JSX to Next; tests of components need it compiled.
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    include: ["{app,components,domain,server,scripts}/**/*.test.{ts,tsx}"],
    globalSetup: ["server/testing/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
