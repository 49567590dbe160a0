/** Where a server is started for the model of a round: what is chosen, and what it comes to. */
import { useState } from "react";
import { type ResourceTexts, resourcesOf, textsOf } from "@/app/training/new/draft";
import type { ApiOutputs } from "@/app/trpc";
import type { ServingChoice } from "@/domain/eval/plan";

type Suggested = ApiOutputs["round"]["suggest"]["serving"];

export function useServing({ answers, engines, engineId }: Suggested) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [resources, setResources] = useState<ResourceTexts | null>(null);
  const engine = engines.find(({ id }) => id === (chosen ?? engineId)) ?? engines[0] ?? null;
  const texts = resources ?? (engine && textsOf(engine.resources));
  const read = texts && resourcesOf(texts);
  const serving: ServingChoice | null =
    answers.by === "server" && engine && read && "resources" in read
      ? { engineId: engine.id, resources: read.resources }
      : null;
  return {
    /** null where its endpoint answers, or nobody can */
    serving,
    canAnswer: answers.by === "endpoint" || serving !== null,
    fields: {
      engines,
      engine,
      texts,
      errors: read && "errors" in read ? read.errors : {},
      onEngine: (id: number) => {
        setChosen(id);
        setResources(null);
      },
      onResources: setResources,
    },
  };
}
