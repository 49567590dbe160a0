/** How often each simulated model succeeds, and in what manner it fails. */
import type { Random } from "@/domain/random";

/**
 * `sound`: every step reasonable, right answer. `sound-odd`: every step reasonable, but the answer is written in a way
 * that exact match does not accept. `detour`: an unreasonable step that is made good. `lucky`: an unreasonable step and
 * the right answer all the same. `wrong`: an unreasonable step and a wrong answer. `unfinished`: no answer.
 */
export type Manner = "sound" | "sound-odd" | "detour" | "lucky" | "wrong" | "unfinished";

export type Skill = Record<Manner, number>;

export const BASE_SKILL: Skill = { sound: 41, "sound-odd": 5, detour: 8, lucky: 4, wrong: 34, unfinished: 8 };
export const LARGE_SKILL: Skill = { sound: 56, "sound-odd": 5, detour: 8, lucky: 3, wrong: 23, unfinished: 5 };

/** Draws the manner of one trajectory. `ease` scales the share of sound ones, so that questions differ. */
export function drawManner(random: Random, skill: Skill, ease: number): Manner {
  const weights = Object.entries(skill) as [Manner, number][];
  return random.weighted(weights.map(([manner, weight]) => [manner, manner === "sound" ? weight * ease : weight]));
}
