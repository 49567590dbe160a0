"use client";
import { OptionList } from "@/components/ui/combobox";
import { formatNumber } from "@/domain/format";
import type { FilterProps } from "./filter-bar";
import { chosenOf, LIST_NAMES, type ListFilter, optionsOf, toggled } from "./filters";

/** The values of one filter with their counts, several of which may be chosen. */
export function FilterList(props: FilterProps & { filter: ListFilter }) {
  const { filter, facets, pool, names } = props;
  const options = optionsOf(filter, facets, pool, names);
  const isUncounted = facets !== undefined && facets[filter] === null;
  return (
    <div aria-busy={props.isCounting}>
      <OptionList
        label={LIST_NAMES[filter]}
        placeholder="Find…"
        empty={props.isCounting ? "Counting…" : "Nothing of that name."}
        options={options.map((option) => ({
          value: option.value,
          label: option.label,
          hint: option.count === null ? undefined : formatNumber(option.count),
        }))}
        selected={chosenOf(filter, pool)}
        onSelect={(value) => props.onChange((current) => toggled(filter, value, current))}
      />
      {filter === "tools" && (
        <p className="border-line border-t px-3 py-2 text-faint text-xs">
          Trajectories that called all of the tools chosen.
        </p>
      )}
      {isUncounted && (
        <p className="border-line border-t px-3 py-2 text-faint text-xs">
          Too many to count in time: narrow another filter.
        </p>
      )}
    </div>
  );
}
