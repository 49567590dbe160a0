// The server as a process of its own: prints its address as one line of JSON, ends with its parent or on SIGTERM.
import { startOpenAiServer } from "./server";

const number = (name: string) => (process.env[name] ? Number(process.env[name]) : undefined);

const server = await startOpenAiServer({
  latencyMs: number("LATENCY_MS"),
  slots: number("SLOTS"),
  port: number("PORT"),
  logged: number("LOGGED") ?? 0,
});
console.log(JSON.stringify({ url: server.url }));

const stop = () => server.close().then(() => process.exit(0));
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
// Whoever started it through a channel is gone when the channel closes.
process.on("disconnect", stop);
