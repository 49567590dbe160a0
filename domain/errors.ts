/** Why something could not be done. The code decides what a caller may do; the message tells the user what to do. */
export type ErrorCode = "not-found" | "conflict" | "invalid" | "precondition" | "upstream";

/** An error whose message is written for the user. Anything else that is thrown is a fault of the studio. */
export class StudioError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StudioError";
    this.code = code;
  }
}
