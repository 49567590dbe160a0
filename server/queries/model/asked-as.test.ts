import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { addModel } from "@/server/testing/endpoint";
import { useImports } from "@/server/testing/small-pool";
import { addTrainingRun } from "@/server/training/testing";
import { readAskedAfter, readAskedAs } from "./asked-as";

const { own } = useImports();
const inClient = async <T>(read: (client: pg.PoolClient) => Promise<T>) => {
  const client = await own.db.pool.connect();
  return read(client).finally(() => client.release());
};
const asked = (id: number) => inClient((client) => readAskedAs(client, id));
const child = async (name: string, parentId: number, trainingRunId: number | null = null) =>
  (await own.db.prisma.model.create({ data: { name, parentId, trainingRunId, path: `/runs/${name}` } })).id;

const EXTRA = { chat_template_kwargs: { enable_thinking: false }, min_p: 0.1, priority: 3 };
let base: number;
let run: { id: number };

beforeAll(async () => {
  const url = "http://127.0.0.1:9/v1";
  const settings = {
    extraBody: EXTRA,
    keyVariable: "SOME_KEY",
    isStreamed: true,
    timeoutMs: 900_000,
    patienceMs: 700_000,
  };
  base = (await addModel(own.db, { url, name: "base", ...settings })).modelId;
  run = await addTrainingRun(own.db);
  const config = "algorithm: sft\nmodel:\n  path: /m\n  template_arguments: { mode: short }\n";
  await own.db.pool.query("UPDATE training_run SET base_model_id = $2, config = $3 WHERE id = $1", [
    run.id,
    base,
    config,
  ]);
});

test("a model is asked as the nearest model before it that has an endpoint, without what is that server's", async () => {
  const id = await child("grandchild", await child("child", base));
  expect(await asked(id)).toEqual({
    fields: { chat_template_kwargs: { enable_thinking: false }, min_p: 0.1 },
    isStreamed: true,
    timeoutMs: 900_000,
    patienceMs: 700_000,
  });
});

test("its chat template is told what it was trained with", async () => {
  const fields = { chat_template_kwargs: { mode: "short" }, min_p: 0.1 };
  expect(await inClient((client) => readAskedAfter(client, run.id, base))).toMatchObject({ fields });
  expect(await asked(await child("trained", base, run.id))).toMatchObject({ fields });
});

test("where nothing is known nothing is carried", async () => {
  const { id } = await own.db.prisma.model.create({ data: { name: "alone", path: "/m" } });
  expect(await asked(id)).toEqual({ fields: {}, isStreamed: null, timeoutMs: null, patienceMs: null });
});
