import { beforeAll, expect, test } from "vitest";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { freeNameOf, resolveRun } from "./runs";

const { own, run: load } = useImports();
beforeAll(async () => {
  await load(smallPool("pool"));
  await load(smallPool("pool", { version: 2 }));
  for (const name of ["base", "Base", "qwen@2", "qwen"]) await own.db.prisma.model.create({ data: { name } });
  for (const name of ["Pilot", "Pilot"])
    await own.db.pool.query("INSERT INTO rollout_run (key, name) VALUES (gen_random_uuid()::text, $1)", [name]);
});

const nameOf = async (...args: [Parameters<typeof resolveRun>[1], string]) => {
  const { name, version } = await resolveRun(own.db.pool, ...args);
  return `${name} v${version}`;
};

test("a name means its newest version, unless one is named", async () => {
  expect(await nameOf("judging run", "POOL judge")).toBe("pool judge v2");
  expect(await nameOf("judging run", "pool judge@1")).toBe("pool judge v1");
  await expect(nameOf("judging run", "pool judge@3")).rejects.toThrow('No judging run is called "pool judge@3"');
});

test("what is called just that goes before what is called so but for the case, and before a version", async () => {
  expect(await nameOf("model", "Base")).toBe("Base v1");
  expect(await nameOf("model", "qwen@2")).toBe("qwen@2 v1");
  expect(await nameOf("model", "qwen@1")).toBe("qwen v1");
  await expect(nameOf("model", "BASE")).rejects.toThrow(/More than one model is called "BASE": give one of the ids/);
  await expect(nameOf("rollout run", "Pilot")).rejects.toThrow(/More than one rollout run/);
});

test("a free name has a number where others have it already", async () => {
  expect(await freeNameOf(own.db.pool, "rollout run", "pilot")).toBe("pilot 2");
  expect(await freeNameOf(own.db.pool, "eval matrix", "pilot")).toBe("pilot");
});
