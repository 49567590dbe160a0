/** The studio's own JSONL: carries questions, trajectories, verdicts and outcomes without loss. */
import type { ZodError } from "zod";
import { StudioError } from "@/domain/errors";
import { StudioRecord } from "@/domain/studio-record";
import type { Format } from "./format";
import { mapRecords } from "./records";
import { sniff } from "./sniff";

const VERSION = 1;

export const studio: Format = {
  name: "swirl-studio",
  title: "Swirl Studio JSONL",
  detect: (head) => sniff(head.bytes)?.record.type === "swirl-studio",
  read: (source) =>
    mapRecords(source, (record) => {
      if (record.type === "swirl-studio" && typeof record.version === "number" && record.version > VERSION)
        throw new StudioError(
          "invalid",
          `This file is version ${record.version} of the studio's own format, and this studio reads version ${VERSION}: update the studio, or export the file again as version ${VERSION}.`,
        );
      const checked = StudioRecord.safeParse(record);
      // The record itself goes on, because parsing reorders the fields of messages.
      return checked.success ? [record as unknown as StudioRecord] : reasonOf(checked.error);
    }),
};

function reasonOf(error: ZodError): string {
  const told = error.issues.slice(0, 3).map((issue) => {
    const path = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    return path === "" ? issue.message : `${path.replace(/^\./, "")}: ${issue.message}`;
  });
  const more = error.issues.length - told.length;
  return `${told.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}
