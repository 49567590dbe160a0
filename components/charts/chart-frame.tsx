"use client";
import { Download } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useId, useRef, useState } from "react";
import { formatNumber } from "@/domain/format";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Table, Td, Th, Tr } from "../ui/table";
import { type ChartData, checkData } from "./columns";
import { toCsv } from "./csv";
import { downloadText } from "./download";
import { svgFigure } from "./svg-figure";

/** A chart with its title, legend, drawing, data as a table, and both as files. */
export function ChartFrame(props: {
  title: string;
  /** What is shown and in which unit, in a line */
  description?: ReactNode;
  legend?: ReactNode;
  data: ChartData;
  /** How a number of the table is written */
  format?: (value: number, column: number) => string;
  /** The rows behind a figure of the table, where they can be looked at */
  linkOf?: (row: number, column: number) => string | null;
  /** Columns of words at the left; 1 unless told */
  textColumns?: number;
  isTableOpen?: boolean;
  /** Of the downloads, without an ending */
  fileName: string;
  /** Of the drawing, as a class */
  height?: string;
  children: ReactNode;
}) {
  const drawing = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const note = useRef<HTMLParagraphElement>(null);
  const titleId = useId();
  // A long table that nobody sees would be drawn anew with every change.
  const [isTableOpen, setTableOpen] = useState(props.isTableOpen ?? false);
  const { columns, rows } = props.data;
  const { textColumns = 1, linkOf } = props;
  if (process.env.NODE_ENV !== "production") checkData(props.data);
  const saveSvg = () => {
    const svg = drawing.current?.querySelector("svg");
    if (!svg) return;
    const text = svgFigure(svg, { title: props.title, legend: legend.current, note: note.current?.textContent ?? "" });
    downloadText(`${props.fileName}.svg`, "image/svg+xml", text);
  };
  return (
    <figure aria-labelledby={titleId} className="flex min-w-0 flex-col rounded-lg border border-line bg-panel">
      <figcaption className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 pt-3">
        <div className="min-w-0 flex-1 basis-52">
          <h3 id={titleId} className="font-medium text-sm">
            {props.title}
          </h3>
          {props.description && (
            <p ref={note} className="text-muted text-xs">
              {props.description}
            </p>
          )}
        </div>
        <div className="flex">
          <Save name="CSV" title={props.title} onClick={() => save(props.fileName, props.data)} />
          <Save name="SVG" title={props.title} onClick={saveSvg} />
        </div>
      </figcaption>
      {props.legend && (
        <div ref={legend} className="px-4 pt-1">
          {props.legend}
        </div>
      )}
      <div ref={drawing} className={cn("min-w-0 px-2 pt-2", props.height ?? "h-60")}>
        {props.children}
      </div>
      <details
        className="border-line border-t"
        open={props.isTableOpen ?? false}
        onToggle={(event) => setTableOpen(event.currentTarget.open)}
      >
        <summary className="cursor-pointer px-4 py-1.5 text-muted text-xs hover:text-ink">The same as a table</summary>
        {isTableOpen && (
          <div className="max-h-80 overflow-auto border-line border-t">
            <Table label={`${props.title}, as a table`}>
              <thead>
                <tr>
                  {columns.map((column, index) => (
                    <Th key={column} numeric={index >= textColumns}>
                      {column}
                    </Th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, at) => (
                  <Tr key={row.slice(0, textColumns).join(" · ")}>
                    {row.map((cell, index) => (
                      <Td
                        key={columns[index]}
                        numeric={index >= textColumns}
                        className={cn(textColumns > 1 && index < textColumns && "min-w-32")}
                      >
                        <Linked href={linkOf?.(at, index) ?? null}>
                          {typeof cell === "number" ? (props.format ?? plain)(cell, index) : (cell ?? "–")}
                        </Linked>
                      </Td>
                    ))}
                  </Tr>
                ))}
              </tbody>
            </Table>
          </div>
        )}
      </details>
    </figure>
  );
}

function Linked({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) return children;
  return (
    <Link href={href} className="underline decoration-line-strong underline-offset-2 hover:decoration-current">
      {children}
    </Link>
  );
}

const plain = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 2);
const save = (fileName: string, { columns, rows }: ChartData) =>
  downloadText(`${fileName}.csv`, "text/csv;charset=utf-8", toCsv(columns, rows));

function Save({ name, title, onClick }: { name: string; title: string; onClick: () => void }) {
  return (
    <Button
      variant="ghost"
      size="sm"
      className="text-xs"
      aria-label={`Download "${title}" as ${name}`}
      onClick={onClick}
    >
      <Download className="!size-3.5" aria-hidden />
      {name}
    </Button>
  );
}
