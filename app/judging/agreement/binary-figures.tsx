/** The figures that every table of agreement has: neutral counts as reasonable. */
import { Td, Th } from "@/components/ui/table";
import type { Figure } from "@/domain/agreement/bootstrap";
import { FigureText } from "./figure-text";

const COLUMNS = [
  { key: "agreementBinary", name: "Agreement", kind: "share" },
  { key: "kappa", name: "Cohen’s κ", kind: "index" },
  { key: "precision", name: "Precision", kind: "share" },
  { key: "recall", name: "Recall", kind: "share" },
] as const;

export function BinaryHeads() {
  return COLUMNS.map(({ key, name }) => (
    <Th key={key} numeric>
      {name}
    </Th>
  ));
}

export function BinaryFigures({ figures }: { figures: Record<(typeof COLUMNS)[number]["key"], Figure> }) {
  return COLUMNS.map(({ key, kind }) => (
    <Td key={key} numeric>
      <FigureText figure={figures[key]} kind={kind} />
    </Td>
  ));
}
