/** Who answers for a model in an eval: the endpoint it has, a server to be started for it, or nobody. */

type Model = { endpoint: string | null; path: string | null; isSample: boolean };

export type WhoAnswers = { by: "endpoint"; name: string } | { by: "server" } | { by: "nobody"; why: string };

export function whoAnswers({ endpoint, path, isSample }: Model): WhoAnswers {
  if (endpoint !== null) return { by: "endpoint", name: endpoint };
  if (isSample) return { by: "nobody", why: "it came with the studio, and its weights are not here" };
  return path === null
    ? { by: "nobody", why: "it has neither an endpoint nor a path to its weights" }
    : { by: "server" };
}
