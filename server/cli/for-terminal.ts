/**
 * Text that may hold what a file said, as a terminal may have it: control characters, which it would obey, become
 * U+FFFD. Line ends and tabs stay.
 */
export function forTerminal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}
