import { describe, expect, it } from "vitest";
import { keyName } from "./key-names";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe("keyName", () => {
  it("names plain keys, signs and shifted letters", () => {
    expect(press("j")).toBe("j");
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("J", { shiftKey: true })).toBe("shift+J");
    expect(press("Enter", { shiftKey: true })).toBe("shift+Enter");
  });

  it("takes Ctrl and Command for the same", () => {
    expect(press("k", { ctrlKey: true })).toBe("mod+k");
    expect(press("K", { metaKey: true, shiftKey: true })).toBe("mod+k");
  });

  it("ignores modifiers alone and Alt, which types letters on some keyboards", () => {
    expect(press("Shift", { shiftKey: true })).toBeNull();
    expect(press("l", { altKey: true })).toBeNull();
  });
});
