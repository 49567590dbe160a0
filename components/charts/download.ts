/** Saves what a chart shows as a file, without a server. */

export function downloadText(fileName: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the address after this returns.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
