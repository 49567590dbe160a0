import { expect, test } from "vitest";
import { BaseUrl, Endpoint, EndpointSettings } from "./endpoint";

test.each([
  ["http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"],
  [" https://api.example.com/v1// ", "https://api.example.com/v1"],
  ["http://localhost:11434", "http://localhost:11434"],
])("an address: %s", (given, expected) => {
  expect(BaseUrl.parse(given)).toBe(expected);
});

test.each([
  "",
  "127.0.0.1:8000",
  "ftp://host/v1",
  "https://user:pass@host/v1",
  "https://host/v1?key=1",
  "https://host/#a",
  "https://host/v1/chat/completions",
])("no address: %j", (given) => {
  expect(BaseUrl.safeParse(given).success).toBe(false);
});

const SETTINGS = { name: "local", baseUrl: "http://127.0.0.1:8000/v1", servedName: "m" };

test.each([
  { api_key: "x" },
  { client_secret: "x" },
  { "x-goog-api-key": "x" },
  { Authorization: "Bearer x" },
  { extra: { headers: [{ "X-API-Key": "x" }] } },
])("further fields must not carry a key: %j", (extraBody) => {
  const { error } = EndpointSettings.safeParse({ ...SETTINGS, extraBody });
  expect(error?.issues[0]?.message).toContain("environment variable");
});

test("other further fields are free", () => {
  const extraBody = { chat_template_kwargs: { enable_thinking: false }, min_p: 0.05, max_tokens: null };
  expect(EndpointSettings.parse({ ...SETTINGS, extraBody }).extraBody).toEqual(extraBody);
});

test.each(["messages", "stream", "n"])("only the studio sets %s", (field) => {
  const given = { ...SETTINGS, extraBody: { [field]: 2 } };
  expect(EndpointSettings.safeParse(given).error?.issues[0]?.message).toContain(`eave out ${field}`);
  // What was stored before is still read.
  expect(Endpoint.parse({ ...given, id: 1 }).extraBody).toEqual({ [field]: 2 });
});

test.each(["DATABASE_URL", "STUDIO_TOKEN", "PGPASSWORD"])("a secret of the studio's own: %s", (keyVariable) => {
  expect(EndpointSettings.safeParse({ ...SETTINGS, keyVariable }).success).toBe(false);
});

test.each(["MY KEY", "sk-123", "1KEY", "", "hf_abcdefghijklmnopqrstuvwxyz", "Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4f"])(
  "no name of an environment variable: %j",
  (keyVariable) => {
    expect(EndpointSettings.safeParse({ ...SETTINGS, keyVariable }).success).toBe(false);
  },
);

test.each(["OPENAI_API_KEY", "hf_token", "VLLM_KEY_OF_THE_SECOND_CLUSTER_2026"])("a name: %s", (keyVariable) => {
  expect(EndpointSettings.parse({ ...SETTINGS, keyVariable }).keyVariable).toBe(keyVariable);
});
