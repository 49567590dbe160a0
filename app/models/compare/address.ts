/** Which two models are compared, as a query string. */
export function compareModelsHref(a: number | null, b: number | null): string {
  const params = new URLSearchParams();
  if (a !== null) params.set("a", String(a));
  if (b !== null) params.set("b", String(b));
  return params.size === 0 ? "/models/compare" : `/models/compare?${params}`;
}

type Offered = { id: number; parentId: number | null };

/** The two that an address leaves open: a checkpoint beside what it was trained from, else the first two there are. */
export function pairOf<Model extends Offered>(
  models: readonly Model[],
  given: { a: number | null; b: number | null },
): { a: Model | null; b: Model | null } {
  const find = (id: number | null) => models.find((model) => model.id === id) ?? null;
  const [a, b] = [find(given.a), find(given.b)];
  if (a && b) return { a, b };
  if (a) return { a, b: besideOf(models, a) };
  if (b) return { a: besideOf(models, b), b };
  const trained = models.find(({ parentId }) => find(parentId) !== null);
  if (trained) return { a: find(trained.parentId), b: trained };
  return { a: models[0] ?? null, b: models[1] ?? null };
}

function besideOf<Model extends Offered>(models: readonly Model[], model: Model): Model | null {
  const parent = models.find(({ id }) => id === model.parentId);
  const child = models.find(({ parentId }) => parentId === model.id);
  return parent ?? child ?? models.find(({ id }) => id !== model.id) ?? null;
}
