/** How a key press is named, and where keys belong to what is typed into. */

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** "j", "?", "Enter", "mod+k", "shift+J"; null for a press that is only a modifier or uses Alt. */
export function keyName(press: Press): string | null {
  if (press.altKey || ["Shift", "Control", "Meta", "Alt", "Dead"].includes(press.key)) return null;
  if (press.ctrlKey || press.metaKey) return `mod+${press.key.toLowerCase()}`;
  // A sign such as ? needs Shift on most keyboards and none on others: its name is the sign.
  const isLetter = /^\p{L}$/u.test(press.key);
  return press.shiftKey && (isLetter || press.key.length > 1) ? `shift+${press.key}` : press.key;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest("input:not([type=checkbox]), textarea, select, [role=combobox]") !== null
  );
}
