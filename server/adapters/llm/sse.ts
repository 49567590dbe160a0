/** Server-sent events, as far as chat completions use them: the data of each event, in order. */

/** Yields each event's data. Comments and other fields are left out; an event that is cut off at the end is dropped. */
export async function* readEvents(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  let data: string[] = [];
  for await (const piece of pieces) {
    rest += decoder.decode(piece, { stream: true });
    let start = 0;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", start)) {
      const line = rest.charCodeAt(end - 1) === 13 ? rest.slice(start, end - 1) : rest.slice(start, end);
      start = end + 1;
      if (line === "") {
        if (data.length > 0) yield data.join("\n");
        data = [];
      } else if (line.startsWith("data:")) data.push(line.slice(line.charCodeAt(5) === 32 ? 6 : 5));
    }
    rest = rest.slice(start);
  }
  // The last event of servers that end without an empty line.
  const last = rest.startsWith("data:") ? rest.slice(5).trim() : "";
  if (last === "[DONE]") data.push(last);
  if (data.length > 0) yield data.join("\n");
}
