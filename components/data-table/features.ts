/** What the studio's data tables can do. Sorting, filtering and paging are the server's. */
import {
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  type RowData,
  rowSelectionFeature,
  tableFeatures,
} from "@tanstack/react-table";

export const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
});
export type Features = typeof features;

/** Makes column definitions for rows of one type. */
export const columnHelper = <Row extends RowData>() => createColumnHelper<Features, Row>();
