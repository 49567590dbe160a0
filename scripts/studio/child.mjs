// Loaded first into every process of the studio: it ends when the process that started it is gone, however that went.
process.on("disconnect", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), 8000).unref();
});
// Listening alone must not keep a process alive that has finished its work.
process.channel?.unref();
