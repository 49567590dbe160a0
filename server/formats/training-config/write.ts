/** Writes a training config as YAML: for people with comments, for the trainer with every field spelled out. */
import { type CollectionTag, Document, isCollection, isMap, isScalar, Pair, type ScalarTag, type Tags } from "yaml";
import type { TrainingConfig } from "@/domain/training/config";
import type { Recipe } from "@/domain/training/recipe";
import { COMMENTS } from "./comments";

const FLOAT = "tag:yaml.org,2002:float";
const HEAD = ` What the trainer is told (docs/training.md says what each field does). The run's folder is decided at launch.`;

/** For people: a comment behind a value says what it is for. */
export function writeConfig(config: Recipe | TrainingConfig): string {
  const document = documentOf(config);
  document.commentBefore = HEAD;
  for (const [path, comment] of Object.entries(COMMENTS)) addComment(document, path.split("."), comment);
  if (isMap(document.contents))
    for (const pair of document.contents.items)
      if (isScalar(pair.key) && isMap(pair.value) && pair.value.items.length > 0) pair.key.spaceBefore = true;
  return textOf(document);
}

/** For the trainer. */
export function writePlainConfig(config: TrainingConfig): string {
  return textOf(documentOf(config));
}

/** YAML 1.1 quotes what the trainer's reader would take for something else than text, such as `no`. */
function documentOf(config: unknown): Document {
  return new Document(config, { version: "1.1", customTags: withDots, aliasDuplicateObjects: false });
}

function textOf(document: Document): string {
  // The reader needs no directive to read it, people even less.
  document.directives = undefined;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** 1e-6 is text to a reader of YAML 1.1, 1.0e-6 is a number to every reader. */
function withDots(tags: Tags): Tags {
  const dotted = (tag: CollectionTag | ScalarTag): CollectionTag | ScalarTag => {
    if (tag.tag !== FLOAT || tag.collection !== undefined) return tag;
    return { ...tag, stringify: ({ value }) => numberText(Number(value)) };
  };
  return tags.map((tag) => (typeof tag === "string" ? tag : dotted(tag)));
}

export function numberText(value: number): string {
  const text = String(value);
  return /^-?\d+e/.test(text) ? text.replace("e", ".0e") : text;
}

function addComment(document: Document, path: string[], comment: string): void {
  const node = document.getIn(path, true);
  if (isScalar(node)) node.comment = ` ${comment}`;
  else if (isCollection(node)) {
    const parent = document.getIn(path.slice(0, -1), true) ?? document.contents;
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : null;
    if (pair instanceof Pair && isScalar(pair.key)) pair.key.commentBefore = ` ${comment}`;
  }
}
