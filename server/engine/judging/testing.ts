/** A pool to judge, an endpoint on loopback, and an engine that carries its judging runs out. */
import { expect } from "vitest";
import { ModelJudge } from "@/domain/judging/settings";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import type { Db } from "@/server/db";
import { readProgress } from "@/server/queries/run/progress";
import { startJudging } from "@/server/services/judging/start";
import { listTemplates } from "@/server/services/judging/templates";
import { HEADER } from "@/server/testing/small-pool";
import { Engine } from "../engine";
import { judgingExecutor } from "./executor";

const say = (content: string) => ({ role: "assistant", content });

/** Trajectories of `lengths` steps on one question; every action names its trajectory and step. */
export function poolOf(lengths: readonly number[]) {
  return [
    HEADER,
    { type: "question-set", key: "set", name: "Set" },
    { type: "question", set: "set", key: "1", text: "What is 2 + 2?", answers: ["SECRET-ANSWER"] },
    { type: "rollout-run", key: "run", name: "Run", model: "m" },
    ...lengths.map((length, sample) => ({
      type: "trajectory",
      run: "run",
      set: "set",
      question: "1",
      sample,
      endState: "answered",
      finalAnswer: "4",
      prompt: [{ role: "user", content: "What is 2 + 2?" }],
      steps: Array.from({ length }, (_, step) => ({
        action: say(`action ${sample}.${step} <math_exp>${step} + 1</math_exp>`),
        observation: [{ role: "tool", name: "calculator", content: `result ${sample}.${step}` }],
      })),
    })),
  ];
}

export async function addEndpoint(db: Db, baseUrl: string, maxConcurrency = 8): Promise<number> {
  const endpoint = await db.prisma.endpoint.create({
    data: { name: baseUrl, baseUrl, servedName: "scripted", maxConcurrency, timeoutMs: 5_000, patienceMs: 20_000 },
  });
  return endpoint.id;
}

type JudgeGiven = Partial<ModelJudge> & { endpointId: number };

export async function startModelJudging(db: Db, judge: JudgeGiven, pool: Pool = EMPTY_POOL): Promise<number> {
  const [template] = await listTemplates(db);
  if (!template) throw new Error("there is always a template");
  const given = ModelJudge.parse({ kind: "model", templateId: template.id, ...judge });
  return (await startJudging(db, { name: "Judge", pool, judge: given })).id;
}

/** Works until the judging run is done. */
export async function carryOut(db: Db, url: string, runId: number): Promise<void> {
  const engine = new Engine(url, [judgingExecutor]);
  await engine.start();
  try {
    await expect
      .poll(async () => (await readProgress(db.pool, { kind: "judging", runId }))?.status, { timeout: 30_000 })
      .toBe("done");
  } finally {
    await engine.stop();
  }
}
