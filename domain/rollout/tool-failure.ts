import { StudioError } from "../errors";

/**
 * A tool itself is broken: its database or retriever does not answer. What a model wrote is never the reason; a call
 * that makes no sense is answered with an observation that begins with "Error:".
 */
export class ToolFailure extends StudioError {
  constructor(message: string, options?: ErrorOptions) {
    super("upstream", message, options);
    this.name = "ToolFailure";
  }
}
