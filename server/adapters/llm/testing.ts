/** What tests of the adapter share: an endpoint's settings for a test server, a small request. */
import type { ChatRequest } from "@/domain/chat";
import { EndpointSettings } from "@/domain/endpoint";

export function endpointAt(url: string, settings: Partial<EndpointSettings> = {}): EndpointSettings {
  return { ...EndpointSettings.parse({ name: "test", baseUrl: url, servedName: "scripted" }), ...settings };
}

export const REQUEST: ChatRequest = { messages: [{ role: "user", content: "What is 2 + 2?" }] };
export const NEVER = new AbortController().signal;
