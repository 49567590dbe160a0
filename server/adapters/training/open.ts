import type { OpenTrainingEngine } from "./engine";
import { RayEngine } from "./ray/engine";

/** The engine behind these settings; nothing is asked of it yet. */
export const openTrainingEngine: OpenTrainingEngine = (settings) => {
  switch (settings.kind) {
    case "ray":
      return new RayEngine(settings);
  }
};
