/** The directions that imports may not take are fenced by lint, however the import is written. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const biome = path.join(root, "node_modules/@biomejs/biome/bin/biome");

const REFUSED = [
  ["domain", "@/server/db"],
  ["domain", "../server/db"],
  ["domain/judging", "../../app/trpc"],
  ["domain", "node:fs"],
  ["domain", "react"],
  ["server/queries", "../../components/ui/button"],
  ["server", "@/app/trpc"],
  ["components/ui", "../../server/db"],
  ["components/ui", "@/app/trpc"],
  ["app/compare", "../../server/queries/pool-where"],
  ["app/compare", "@/server/services/runs"],
  ["app/compare", "@/generated/prisma/client"],
  ["app/api/import", "@/server/queries/pool-where"],
] as const;
const ALLOWED = [
  ["domain", "zod"],
  ["domain/judging", "../action"],
  ["server", "@/domain/pool"],
  ["components/ui", "@/domain/pool"],
  ["app/compare", "@/server/routers/root"],
  ["app/compare", "@trpc/server"],
  ["app/api/import", "@/server/services/runs"],
  ["app/api/trpc", "@trpc/server/adapters/fetch"],
] as const;

test("lint refuses exactly the imports that are fenced", () => {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), "swirl-fences-"));
  try {
    fs.copyFileSync(path.join(root, "biome.json"), path.join(place, "biome.json"));
    const files = [...REFUSED, ...ALLOWED].map(([folder, from], index) => {
      const file = path.join(folder, `file-${index}.ts`);
      fs.mkdirSync(path.join(place, folder), { recursive: true });
      fs.writeFileSync(path.join(place, file), `export { any } from "${from}";\n`);
      return file;
    });
    const args = ["lint", "--only=style/noRestrictedImports", "--vcs-enabled=false", "--max-diagnostics=none"];
    const { stdout, stderr } = spawnSync(process.execPath, [biome, ...args], { cwd: place, encoding: "utf8" });
    const said = `${stdout}${stderr}`;
    const refused = files.filter((file) => said.includes(`${file}:`));
    expect(refused, said).toEqual(files.slice(0, REFUSED.length));
  } finally {
    fs.rmSync(place, { recursive: true });
  }
});
