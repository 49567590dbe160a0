const SINCE = /^The engine has not answered since (\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC)/;

/** What is said of a run whose engine cannot be asked; since when is kept from the message before. */
export function troubleText(before: string | null, reason: string, now: Date): string {
  const since = SINCE.exec(before ?? "")?.[1] ?? `${now.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `The engine has not answered since ${since}. The run may well be going on there; what it says will be taken over once the engine answers. ${reason}`;
}
