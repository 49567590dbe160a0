/** The text within Ray's {"logs": "…"}, piece by piece: a log may be longer than what fits into memory. */

const HEAD = /^\s*\{\s*"logs"\s*:\s*"/;
const HEAD_LENGTH = 100;
const WHOLE = /(?:[^"\\]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

/** Throws what `unlike` makes where the body is something else or ends too early. */
export async function* readLogsBody(body: AsyncIterable<Buffer>, unlike: () => Error): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = "";
  let isInside = false;
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (!isInside) {
      const head = HEAD.exec(text);
      if (!head && text.length > HEAD_LENGTH) throw unlike();
      if (!head) continue;
      isInside = true;
      text = text.slice(head[0].length);
    }
    WHOLE.lastIndex = 0;
    const whole = WHOLE.exec(text)?.[0] ?? "";
    if (whole !== "") yield unescaped(whole, unlike);
    text = text.slice(whole.length);
    if (text.startsWith('"')) return;
    // Half an escape at most is left
    if (text.length > 5) throw unlike();
  }
  throw unlike();
}

function unescaped(text: string, unlike: () => Error): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    throw unlike();
  }
}
