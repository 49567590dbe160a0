/** How large the miniature is. What counts was fixed in docs/reproduce.md; the smaller one only tries the machinery. */
import { z } from "zod";

export const ReproduceScale = z.object({
  questions: z.object({ arithmetic: z.int().positive(), encyclopedia: z.int().positive() }),
  samples: z.int().positive(),
  updates: z.int().positive(),
  heldOut: z.int().positive(),
  seeds: z.array(z.int().positive()).min(1),
});
export type ReproduceScale = z.infer<typeof ReproduceScale>;

export const FULL: ReproduceScale = {
  questions: { arithmetic: 200, encyclopedia: 150 },
  samples: 4,
  updates: 40,
  heldOut: 200,
  seeds: [1, 2, 3, 4, 5],
};
