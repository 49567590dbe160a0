/** Conversations as OpenAI-compatible chat files hold them: `messages`, and what else a record says. */
import { createHash } from "node:crypto";
import { type Message, messageText } from "@/domain/message";
import { MODEL_NAME_LENGTH } from "@/domain/record-parts";
import { episodeFromMessages } from "@/domain/trajectory";
import { isAgentProcessBench } from "./agentprocessbench";
import { Declarations } from "./declarations";
import {
  answersOf,
  baseName,
  endStateOf,
  finalAnswerOf,
  isAnswers,
  keyPart,
  messagesOf,
  nameOf,
  sampleOf,
  text,
  timestamp,
  toolsOf,
  without,
} from "./fields";
import type { Format } from "./format";
import { isObject, type JsonObject } from "./json";
import { mapRecords, type Records } from "./records";
import { sniff } from "./sniff";

export const openaiChat: Format = {
  name: "openai-chat",
  title: "OpenAI chat JSONL",
  detect: (head) => {
    const found = sniff(head.bytes);
    if (!found || found.container === "object" || found.container === "data") return false;
    return Array.isArray(found.record.messages) && !isAgentProcessBench(found.record) && !("eval" in found.record);
  },
  read: (source) => {
    const file = baseName(source.fileName);
    const declarations = new Declarations();
    let fileKey: string | undefined;
    return mapRecords(source, (record) => {
      const messages = messagesOf(record.messages);
      if (typeof messages === "string") return messages;
      const model = text(record.model) || null;
      if (model !== null && model.length > MODEL_NAME_LENGTH)
        return `model: a name of at most ${MODEL_NAME_LENGTH} characters was expected`;
      // Named after what is in it, so that a renamed copy of a file is known again.
      fileKey ??= `openai-chat:${createHash("sha256")
        .update(JSON.stringify([messages, model]))
        .digest("hex")}`;
      return toRecords(record, messages, model, { key: fileKey, name: file }, declarations);
    });
  },
};

function toRecords(
  record: JsonObject,
  messages: Message[],
  model: string | null,
  file: { key: string; name: string },
  declarations: Declarations,
): Records {
  const { prompt, steps } = episodeFromMessages(messages);
  const run = model === null ? file.key : `${file.key}:${keyPart(model)}`;
  const question = text(record.question) ?? questionOf(prompt);
  const questionKey = createHash("sha256").update(question).digest("hex");
  const tools = toolsOf(record.tools);
  const createdAt = timestamp(record.created_at);
  const sample = sampleOf(record.sample_index);
  const answerField = ["answers", "answer"].find((field) => isAnswers(record[field]));
  // What a field could not be used for stays in the metadata.
  const rest = without(record, [
    "messages",
    ...(text(record.question) === null ? [] : ["question"]),
    ...(answerField ? [answerField] : []),
    ...(model === null ? [] : ["model"]),
    ...(sample === null ? [] : ["sample_index"]),
    ...(tools ? ["tools"] : []),
    ...(createdAt ? ["created_at"] : []),
  ]);
  return [
    ...declarations.fresh(
      { type: "question-set", key: file.key, name: file.name, source: "OpenAI chat JSONL" },
      {
        type: "rollout-run",
        key: run,
        name: nameOf(model === null ? file.name : `${file.name} ${model}`),
        model,
        source: "OpenAI chat JSONL",
      },
    ),
    {
      type: "question",
      set: file.key,
      key: questionKey,
      text: question,
      answers: answerField ? answersOf(record[answerField]) : [],
    },
    {
      type: "trajectory",
      run,
      set: file.key,
      question: questionKey,
      sample,
      endState: endStateOf(steps),
      finalAnswer: finalAnswerOf(steps),
      prompt,
      tools,
      steps,
      metadata: metadataOf(rest),
      createdAt,
    },
  ];
}

/** What the user asked last before the model acted; without a user message, the last message there is. */
function questionOf(prompt: Message[]): string {
  const asked = prompt.findLast((message) => message.role === "user") ?? prompt.at(-1);
  return asked ? messageText(asked) : "";
}

/** Fields beside the conversation; those under `metadata` join them where no name is taken twice. */
function metadataOf(rest: JsonObject): JsonObject {
  const { metadata } = rest;
  if (!isObject(metadata) || Object.keys(metadata).some((name) => name !== "metadata" && name in rest)) return rest;
  return { ...without(rest, ["metadata"]), ...metadata };
}
