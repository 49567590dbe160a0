/** What the miniature's runs are called: by their names they are found again after an interruption. */
import type { Family } from "@/domain/reproduce/arms";

export { heldOut as heldOutSet } from "@/domain/reproduce/numbers";

export const trainSet = (family: Family) => `lab-${family}-train`;
export const dataName = (source: string, family: Family, seed: number) =>
  `Reproduce · data of ${source} · ${family} · seed ${seed}`;
export const armName = (arm: string, seed: number) => `Reproduce · ${arm} · seed ${seed}`;
export const evalName = (arm: string, seed: number, family: Family) =>
  `Reproduce · eval of ${arm} · ${family} · seed ${seed}`;
