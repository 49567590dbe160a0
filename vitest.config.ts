import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Each starts a Ray of its own: one after the other, once nothing else runs. */
const RAY = [
  "server/adapters/training/ray/{engine,token}.test.ts",
  "server/services/engine/engine.test.ts",
  "server/services/training/submit-ray.test.ts",
  "server/training/ray.test.ts",
];

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: `${import.meta.dirname}/` }] },
  // tsconfig leaves JSX to Next; tests of components need it compiled.
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    globalSetup: ["server/testing/global-setup.ts"],
    setupFiles: ["server/testing/properties.ts"],
    testTimeout: process.env.SWIRL_LONG ? 1_200_000 : 60_000,
    hookTimeout: 60_000,
    // Tests wait for PostgreSQL as much as they compute: one worker would leave a machine of two cores idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: "studio",
          include: ["{app,bench,components,domain,server,scripts}/**/*.test.{ts,tsx}"],
          exclude: RAY,
        },
      },
      {
        extends: true,
        test: { name: "ray", include: RAY, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
