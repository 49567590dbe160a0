/** Decides which passages are scored at all: those that hold the rare words of a query, or several common ones. */

export type Term = {
  lexeme: string;
  /** Passages of the corpus that hold it; at least 1 */
  holding: number;
};

/** Common words that are combined with each other. */
const COMBINED = 8;

/**
 * Conjunctions of lexemes, such that a passage which fulfils any of them is worth scoring, with about `budget` such
 * passages in all where the words of a query occur independently of each other. All single words, if they fit.
 */
export function planCandidates(terms: readonly Term[], passages: number, budget: number): string[][] {
  const rareFirst = terms.toSorted((a, b) => a.holding - b.holding || (a.lexeme < b.lexeme ? -1 : 1));
  const plan: string[][] = [];
  let left = budget;
  const take = (expected: number, lexemes: string[]) => {
    if (expected > left) return false;
    left -= expected;
    plan.push(lexemes);
    return true;
  };
  const common = rareFirst.filter((term) => !take(term.holding, [term.lexeme])).slice(0, COMBINED);
  if (common.length === 0) return plan;

  const expectedOf = (chosen: readonly Term[]) =>
    chosen.reduce((expected, term) => (expected * term.holding) / passages, passages);
  for (const size of [2, 3])
    for (const chosen of combinations(common, size).toSorted((a, b) => expectedOf(a) - expectedOf(b)))
      take(
        expectedOf(chosen),
        chosen.map((term) => term.lexeme),
      );
  // The words are so common that no choice of theirs is small: the passages that hold all of them, as far as they go.
  if (plan.length === 0) plan.push(common.map((term) => term.lexeme));
  return plan;
}

function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => combinations(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}
