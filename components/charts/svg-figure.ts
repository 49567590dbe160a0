/** A drawing of the page as an SVG file of its own: with title, legend and note, needing nothing from elsewhere. */

import { wrapWords } from "./wrap-words";

/** Properties that come from the page's style sheet and would be missing in a file of its own. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
];
const NAMESPACE = "http://www.w3.org/2000/svg";
const MARGIN = 12;
const TITLE_HEIGHT = 26;

const NOTE_SIZE = 11;
const LINE_HEIGHT = 15;
/** Of a letter, about, as a share of its size; lines are broken early rather than late. */
const LETTER_WIDTH = 0.56;

/**
 * As it looks on the page, in the theme it is shown in: colours and fonts are those that the browser computed. `legend` is
 * a list whose items are a drawn sign and words, which stand where they do on the page. `note` says what is drawn, such as
 * what the whiskers are; it stands below, over as many lines as it takes.
 */
export function svgFigure(
  svg: SVGSVGElement,
  { title, legend, note }: { title: string; legend: HTMLElement | null; note: string },
): string {
  const { width, height } = svg.getBoundingClientRect();
  const signs = legend ? [...legend.querySelectorAll("li")] : [];
  const frame = legend?.getBoundingClientRect();
  const legendHeight = frame && signs.length > 0 ? frame.height + 4 : 0;
  const inner = Math.max(width, frame && signs.length > 0 ? frame.width : 0);
  const lines = wrapWords(note, Math.max(20, Math.floor(inner / (NOTE_SIZE * LETTER_WIDTH))));
  const size = {
    width: Math.ceil(inner + 2 * MARGIN),
    height: Math.ceil(TITLE_HEIGHT + legendHeight + height + LINE_HEIGHT * lines.length + 2 * MARGIN),
  };
  const root = element("svg", { ...size, viewBox: `0 0 ${size.width} ${size.height}` });
  const name = element("title", {});
  name.textContent = title;
  const page = getComputedStyle(svg);
  root.append(
    name,
    element("rect", { ...size, fill: groundOf(svg) }),
    words(title, { x: MARGIN, y: MARGIN + 12, size: 14, weight: 600, family: page.fontFamily, colour: inkOf(svg) }),
  );
  const top = MARGIN + TITLE_HEIGHT;
  for (const sign of frame ? signs : [])
    root.append(...signOf(sign, { left: frame?.left ?? 0, top: frame?.top ?? 0 }, top));
  const drawing = inlined(svg);
  for (const [key, value] of Object.entries({ x: MARGIN, y: top + legendHeight, width, height }))
    drawing.setAttribute(key, String(value));
  drawing.setAttribute("viewBox", svg.getAttribute("viewBox") ?? `0 0 ${width} ${height}`);
  root.append(drawing);
  lines.forEach((line, at) => {
    const y = top + legendHeight + height + LINE_HEIGHT * (at + 1);
    const look = { size: NOTE_SIZE, weight: 400, family: page.fontFamily, colour: inkOf(svg) };
    root.append(words(line, { x: MARGIN, y, ...look }));
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}`;
}

/** A copy that carries its computed styles, and nothing that only a page understands. */
function inlined(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((original, index) => {
    const target = copies[index];
    if (!target) return;
    const style = getComputedStyle(original);
    for (const name of ["style", "class", "tabindex", "role"]) target.removeAttribute(name);
    for (const attribute of [...target.attributes])
      if (/^(aria|data)-/.test(attribute.name)) target.removeAttribute(attribute.name);
    for (const name of STYLES) target.setAttribute(name, style.getPropertyValue(name));
  });
  return copy;
}

function signOf(item: HTMLElement, frame: { left: number; top: number }, top: number): SVGElement[] {
  const place = (of: DOMRect) => ({ x: MARGIN + of.left - frame.left, y: top + of.top - frame.top });
  const drawn = item.querySelector("svg");
  const box = drawn?.getBoundingClientRect();
  const copy = drawn && inlined(drawn);
  if (copy && box) for (const [key, value] of Object.entries(place(box))) copy.setAttribute(key, String(value));
  const text = (item.textContent ?? "").trim();
  const own = place(item.getBoundingClientRect());
  const style = getComputedStyle(item);
  const size = Number.parseFloat(style.fontSize);
  const x = box ? place(box).x + box.width + 6 : own.x;
  const label = words(text, { x, y: own.y + size, size, weight: 400, family: style.fontFamily, colour: style.color });
  // Where another font is found, words take the place that they have here.
  label.setAttribute("textLength", String(own.x + item.getBoundingClientRect().width - x));
  label.setAttribute("lengthAdjust", "spacingAndGlyphs");
  return copy ? [copy, label] : [label];
}

type Words = { x: number; y: number; size: number; weight: number; family: string; colour: string };

function words(text: string, { x, y, size, weight, family, colour }: Words): SVGElement {
  const label = element("text", {
    x,
    y,
    fill: colour,
    "font-size": size,
    "font-weight": weight,
    "font-family": family,
  });
  label.textContent = text;
  return label;
}

function element<Name extends "svg" | "rect" | "text" | "title">(
  name: Name,
  attributes: Record<string, string | number>,
) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

const inkOf = (svg: Element) => getComputedStyle(svg.parentElement ?? svg).color;

/** The first colour behind an element. */
function groundOf(from: Element): string {
  for (let at: Element | null = from; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour !== "rgba(0, 0, 0, 0)" && colour !== "transparent") return colour;
  }
  return "white";
}
