/** What the formats of question sets have in common: a set, its corpus, and one question a record. */
import { Declarations } from "./declarations";
import { baseName, idOf, shortHash } from "./fields";
import type { Format } from "./format";
import type { JsonObject } from "./json";
import type { Passage } from "./passages";
import { mapRecords } from "./records";
import { type Sniffed, sniff } from "./sniff";

const MAX_PASSAGES = 32_000;

export type Question = {
  id: string;
  text: string;
  answers: string[];
  passages: Passage[];
  metadata: JsonObject;
};

export type SetDescription = {
  /** Beginning of the set's key */
  key: string;
  /** Beginning of the set's name; without it, the set is named after the file */
  name?: string;
  metric?: string;
  licence?: string;
  source?: string;
};

type Spec = {
  name: string;
  title: string;
  detect(found: Sniffed): boolean;
  /** The set a file is part of, told from its first record that can be used */
  set(first: JsonObject): SetDescription;
  /** Words of a file name that tell apart the parts a set is published in, in the order they take in its key */
  parts: readonly string[];
  toQuestion(record: JsonObject): Question | string;
};

/**
 * A format of question sets. The set's key is the format's, then the parts that the file name tells ("dev",
 * "distractor"); where it tells none, a hash of the first question, so that a renamed copy is known again.
 */
export function questionFormat(spec: Spec): Format {
  return {
    name: spec.name,
    title: spec.title,
    detect: (head) => {
      const found = sniff(head.bytes);
      return found !== null && found.container !== "object" && spec.detect(found);
    },
    read: (source) => {
      const declarations = new Declarations();
      const file = baseName(source.fileName);
      const words = file.toLowerCase().split(/[^a-z0-9]+/);
      const parts = spec.parts.filter((part) => words.includes(part));
      let set: { key: string; name: string; metric?: string; licence?: string; source?: string } | undefined;
      return mapRecords(source, (record) => {
        const question = spec.toQuestion(record);
        if (typeof question === "string") return question;
        if (question.passages.length > MAX_PASSAGES) return `more than ${MAX_PASSAGES} paragraphs`;
        if (!set) {
          const { key, name, ...rest } = spec.set(record);
          const part = parts.join("-") || shortHash(`${idOf(record.id ?? record._id) ?? ""}\n${question.text}`);
          set = { ...rest, key: `${key}:${part}`, name: name ? [name, ...parts].join(" ") : file };
        }
        const { id, passages, ...rest } = question;
        const corpus = passages.length > 0 ? { corpus: set.key } : {};
        return [
          ...(passages.length > 0 ? declarations.fresh({ type: "corpus", key: set.key, name: set.name }) : []),
          ...declarations.fresh({ type: "question-set", ...set, ...corpus }),
          { type: "question", set: set.key, key: id, ...rest, ...(passages.length > 0 ? { passages } : {}) },
        ];
      });
    },
  };
}
