/** The tools that a rollout's actions call. */
import { StudioError } from "@/domain/errors";
import type { RolloutSettings, ToolName } from "@/domain/rollout/settings";
import type { Db } from "@/server/db";
import { openSearch } from "./open-search";

export type Tool = (input: string, signal: AbortSignal) => Promise<string>;

/** How the one who opens tools keeps an eye on them. */
export type Watch = {
  /** Ends the opening */
  signal?: AbortSignal | undefined;
  /** Is told what a tool is waiting for, and null once it waits no more */
  suffer?: (trouble: string | null) => void;
};

export type Tools = {
  /**
   * The observation of one call, uncut. A call that makes no sense gives a text that begins with "Error:"; ToolFailure
   * is thrown only where the tool itself is broken, and the signal's reason once it is aborted.
   */
  run(tool: ToolName, input: string, signal: AbortSignal): Promise<string>;
};

/**
 * Makes the tools of a rollout run ready. A corpus is indexed to its end before it is searched, which can take minutes
 * after a large import. Throws StudioError where a tool cannot be used at all.
 */
export async function openTools(
  db: Db,
  settings: Pick<RolloutSettings, "tools" | "search" | "topk">,
  watch: Watch = {},
): Promise<Tools> {
  const tools: Partial<Record<ToolName, Tool>> = {};
  if (settings.tools.includes("calculator")) {
    // The parser takes a while to load; most commands and pages never need it.
    const { calculate } = await import("@/server/adapters/calculator/calculate");
    tools.calculator = async (input) => calculate(input);
  }
  if (settings.tools.includes("search")) {
    if (!settings.search)
      throw new StudioError("invalid", "Choose the corpus or the retriever that the search tool looks in.");
    tools.search = await openSearch(db, settings.search, settings.topk, watch);
  }
  return {
    async run(name, input, callSignal) {
      callSignal.throwIfAborted();
      const tool = tools[name];
      return tool ? tool(input, callSignal) : `Error: there is no tool "${name}" here.`;
    },
  };
}
