"use client";
/** Cuts text to a width at a word. CSS can only cut it in the middle of one. */
import { useSyncExternalStore } from "react";

/** Widest a character of running text is on average at the table's size, where nothing can be measured. */
const USUAL = 7;
const widths = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** A function that cuts text to a width in pixels; exact once the page is alive and its fonts are there. */
export function useFitText(): (text: string, width: number) => string {
  const canMeasure = useSyncExternalStore(subscribe, areFontsLoaded, () => false);
  return canMeasure ? fitMeasured : fitUsual;
}

function subscribe(listener: () => void) {
  let isOver = false;
  void document.fonts.ready.then(() => !isOver && listener());
  return () => {
    isOver = true;
  };
}

const areFontsLoaded = () => document.fonts.status === "loaded";
const fitUsual = (text: string, width: number) => fitText(text, width, () => USUAL);
const fitMeasured = (text: string, width: number) => fitText(text, width, characterWidth);

function characterWidth(character: string): number {
  const known = widths.get(character);
  if (known !== undefined) return known;
  if (context === undefined) {
    context = document.createElement("canvas").getContext("2d");
    if (context) context.font = `13px ${getComputedStyle(document.body).fontFamily}`;
  }
  const width = context?.measureText(character).width ?? USUAL;
  widths.set(character, width);
  return width;
}

/** The words of `text` that fit with an ellipsis, all of it where it fits; cut inside a word only if it is the first. */
export function fitText(text: string, width: number, measure: (character: string) => number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  const room = width - measure("…");
  let used = 0;
  let lastSpace = 0;
  let lastFitting = 0;
  let end = 0;
  for (const character of flat) {
    used += measure(character);
    if (used > width) {
      const cut = lastSpace > 0 ? lastSpace : lastFitting;
      return `${flat.slice(0, cut).replace(/[\s,;:.–-]+$/, "")}…`;
    }
    if (character === " " && used <= room) lastSpace = end;
    end += character.length;
    if (used <= room) lastFitting = end;
  }
  return flat;
}
