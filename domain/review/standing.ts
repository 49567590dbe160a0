/** What a person says of a step. */
import type { Rating } from "../verdict";

/** null is "unsure" */
export type Given = Rating | null;
