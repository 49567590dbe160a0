/** How arms are told apart: an arm has the hue of its mode; several of one mode are ever paler. */
import type { FilterMode } from "@/domain/filter";
import { MODE_COLOURS } from "../glyphs/mode-badge";

export type ArmLook = { name: string; mode: FilterMode; colour: string; opacity: number };

const OPACITIES = [1, 0.6, 0.35, 0.18] as const;

export function armLooks(arms: readonly { name: string; mode: FilterMode }[]): ArmLook[] {
  const seen = new Map<FilterMode, number>();
  return arms.map(({ name, mode }) => {
    const before = seen.get(mode) ?? 0;
    seen.set(mode, before + 1);
    const opacity = OPACITIES[Math.min(before, OPACITIES.length - 1)] ?? 1;
    return { name, mode, colour: MODE_COLOURS[mode], opacity };
  });
}
