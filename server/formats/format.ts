/** What an import format is: it recognises its files and maps them to studio records, one item at a time. */
import type { StudioRecordInput } from "@/domain/studio-record";
import type { Verdict } from "@/domain/verdict";

/** The beginning of a file after decompression, enough to tell its format. */
export type FileHead = {
  fileName: string;
  /** Up to 256 KiB; may end inside a line, a character or a record */
  bytes: Buffer;
};

/** A whole file as a stream of decompressed bytes. It can be read once. */
export type FileSource = { fileName: string; chunks: AsyncIterable<Buffer> };

/**
 * Verdicts whose source numbers messages instead of steps: the index is that of the assistant message in the whole
 * conversation. The loader, which knows the trajectory, turns it into a step.
 */
export type VerdictsByMessage = {
  type: "verdicts-by-message";
  /** Key of the judging run, declared earlier in the file */
  run: string;
  version?: number | null;
  judgedAt?: string | null;
  trajectory: { run: string; set: string; question: string; sample: number };
  verdicts: (Omit<Verdict, "step"> & { messageIndex: number })[];
};

/** What stood at one place of the file: records to load, or why it cannot be used with the text as it stood. */
export type ReadItem =
  | {
      line: number;
      records: (StudioRecordInput | VerdictsByMessage)[];
      raw: () => Buffer;
      /** By how many characters the records are larger than the text, where they repeat what stood there once */
      grown?: number;
    }
  | {
      line: number;
      reject: string;
      raw: () => Buffer;
      /** Whether `raw` gives only the beginning of what stood there */
      isCut?: boolean;
    };

export type Format = {
  /** Stable name, in the database and in reports */
  name: string;
  /** How the format is called in a sentence: "GSM8K questions" */
  title: string;
  detect(head: FileHead): boolean;
  read(source: FileSource): AsyncIterable<ReadItem>;
};
