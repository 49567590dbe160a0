/**
 * `npm run reproduce`: the paper in miniature, unit by unit: an arm of a seed, trained, evaluated, and its items written.
 * What is there already, by its name, is used again. docs/reproduce.md says what is run and how it is read.
 */

import { StudioError } from "@/domain/errors";
import { FilterMode } from "@/domain/filter";
import { ARMS, BASE, FAMILIES, type Family, type ReproduceArm } from "@/domain/reproduce/arms";
import type { ReproduceItem } from "@/domain/reproduce/items";
import { type RunLog, withNotRun, withTrained, withUnit } from "@/domain/reproduce/run-log";
import type { Db } from "@/server/db";
import { suggested } from "../loop";
import { keepEndpoint, type Lab } from "../register";
import { readAllTrained } from "../trained";
import { armName, dataName, evalName, heldOutSet } from "./names";
import { type Data, dataOf, judged, labelled, rolledOut, trainedModel } from "./parts";
import { readEvalItems } from "./read-items";
import { readTraining } from "./read-training";
import { readItems, writeItems, writeRunLog } from "./result-files";
import type { ReproduceScale } from "./scale";

const say = (line: string) => console.error(line);

type Judges = { exact: number; reward: Record<ReproduceArm["rewardBy"], number> };

export class Reproduction {
  readonly #db: Db;
  readonly #lab: Lab;
  readonly #scale: ReproduceScale;
  readonly #folder: string;
  readonly #machine: string;
  #log: RunLog;
  #items: ReproduceItem[] = [];
  #judges: Judges | null = null;
  #spent: number[] = [];

  /** `folder` holds the results, those of earlier runs included. */
  constructor(db: Db, lab: Lab, told: { scale: ReproduceScale; folder: string; machine: string; log: RunLog }) {
    this.#db = db;
    this.#lab = lab;
    this.#scale = told.scale;
    this.#folder = told.folder;
    this.#machine = told.machine;
    this.#log = told.log;
  }

  async run(): Promise<void> {
    this.#items = await readItems(this.#folder);
    this.#judges = await this.#addJudges();
    const units = [
      { name: BASE, seed: 0, iteration: 0, model: async () => this.#lab.modelId },
      ...this.#scale.seeds.flatMap((seed) =>
        ARMS.map((arm) => ({ name: arm.name, seed, iteration: arm.iteration, model: () => this.#model(arm, seed) })),
      ),
    ];
    const open = units.filter(({ name, seed }) => !this.#isWritten(name, seed));
    say(`${units.length - open.length} of ${units.length} units are done.`);
    for (const [at, unit] of open.entries()) {
      const begun = performance.now();
      try {
        await this.#evaluate(unit, await unit.model());
      } catch (error) {
        // What the studio refuses to train is a result of its own; anything else breaks the run off.
        if (!(error instanceof StudioError && (error.code === "precondition" || error.code === "invalid"))) throw error;
        await this.#keepLog(withNotRun(this.#log, { arm: unit.name, seed: unit.seed, why: error.message }));
        say(`${unit.name}, seed ${unit.seed}: not run. ${error.message}`);
        continue;
      }
      const seconds = Math.round((performance.now() - begun) / 1_000);
      const finishedAt = new Date().toISOString();
      const training = unit.name === BASE ? null : await readTraining(this.#db.pool, armName(unit.name, unit.seed));
      const done = { arm: unit.name, seed: unit.seed, seconds, finishedAt, machine: this.#machine, training };
      await this.#keepLog(withTrained(withUnit(this.#log, done), await readAllTrained(this.#db)));
      this.#spent.push(seconds);
      say(this.#progress(unit.name, unit.seed, units.length - open.length + at + 1, units.length));
    }
  }

  async #keepLog(log: RunLog): Promise<void> {
    this.#log = log;
    await writeRunLog(this.#folder, log);
  }

  #isWritten(arm: string, seed: number): boolean {
    const own = this.#items.filter((item) => item.arm === arm && item.seed === seed);
    return FAMILIES.every((family) => own.some(({ set }) => set === heldOutSet(family)));
  }

  #progress(name: string, seed: number, done: number, all: number): string {
    const mean = this.#spent.reduce((sum, one) => sum + one, 0) / this.#spent.length;
    const left = Math.round((mean * (all - done)) / 60);
    return `${name}, seed ${seed}: done in ${this.#spent.at(-1) ?? 0} s; ${done} of ${all} units, about ${left} min left.`;
  }

  async #addJudges(): Promise<Judges> {
    const at = `${this.#lab.teacher}/v1`;
    return {
      exact: await keepEndpoint(this.#db, "Lab judge without errors", at, "exact"),
      reward: {
        "teacher-2": await keepEndpoint(this.#db, "Lab teacher 2", at, "teacher-2"),
        shuffled: await keepEndpoint(this.#db, "Lab judge by lot", at, "shuffled"),
      },
    };
  }

  get #judge(): Judges {
    if (this.#judges === null) throw new Error("The judges are not there yet.");
    return this.#judges;
  }

  /** The seed's model of an arm. */
  async #model(arm: ReproduceArm, seed: number): Promise<number> {
    const baseModelId = await this.#modelOf(arm.from, seed);
    const data = await this.#data(arm, seed);
    return trainedModel(this.#db, this.#lab, data, {
      name: armName(arm.name, seed),
      arm,
      seed,
      baseModelId,
      rewardId: this.#judge.reward[arm.rewardBy],
      maxContexts: await this.#maxContexts(arm, data),
      updates: this.#scale.updates,
    });
  }

  async #modelOf(origin: ReproduceArm["from"], seed: number): Promise<number> {
    if (origin === "base") return this.#lab.modelId;
    const arm = ARMS.find(({ name }) => name === origin.arm);
    if (!arm) throw new Error(`There is no arm ${origin.arm}.`);
    return this.#model(arm, seed);
  }

  async #data({ source, family }: ReproduceArm, seed: number): Promise<Data> {
    const modelId = await this.#modelOf(source, seed);
    const name = dataName(source === "base" ? BASE : source.arm, family, seed);
    return dataOf(this.#db, this.#lab, this.#scale, { name, family, modelId, seed });
  }

  async #maxContexts({ contexts, mode, algorithm }: ReproduceArm, data: Data): Promise<number | null> {
    if (contexts === "all") return null;
    const kept = await Promise.all(
      (contexts === "matched" ? FilterMode.options : [mode]).map(async (each) => {
        const asked = { ...data, rolloutRunIds: [data.rolloutRunId], mode: each, algorithm };
        return (await suggested(this.#db, this.#lab, asked)).suggestion.check?.distinctContexts ?? 0;
      }),
    );
    const fewest = Math.min(...kept);
    if (fewest === 0)
      throw new StudioError("precondition", "A filter mode keeps no context: there is nothing to match.");
    return Math.max(1, contexts === "matched" ? fewest : Math.round(fewest * contexts));
  }

  async #evaluate(unit: { name: string; seed: number; iteration: number }, modelId: number): Promise<void> {
    const items: ReproduceItem[] = [];
    for (const family of FAMILIES) items.push(...(await this.#answers(unit, family, modelId)));
    this.#items = [...this.#items.filter(({ arm, seed }) => arm !== unit.name || seed !== unit.seed), ...items];
    await writeItems(this.#folder, this.#items);
  }

  async #answers(
    { name: arm, seed, iteration }: { name: string; seed: number; iteration: number },
    family: Family,
    modelId: number,
  ): Promise<ReproduceItem[]> {
    const [db, lab] = [this.#db, this.#lab];
    const name = evalName(arm, seed, family);
    const set = heldOutSet(family);
    const asked = { name, set, modelId, questions: this.#scale.heldOut, samples: 1, temperature: 0, seed: 1 };
    const rolloutRunId = await rolledOut(db, asked);
    const rows = await readEvalItems(db.pool, {
      rolloutRunId,
      labellingRunId: await labelled(db, name, family, rolloutRunId),
      filteringJudge: await judged(db, lab, name, lab.teacherId, rolloutRunId),
      otherJudge: await judged(db, lab, `${name}, exact`, this.#judge.exact, rolloutRunId),
    });
    if (rows.length !== this.#scale.heldOut)
      throw new Error(`${name}: ${rows.length} of ${this.#scale.heldOut} answers.`);
    return rows.map((row) => ({ arm, seed, iteration, set, ...row }));
  }
}
