"use client";
/** An eval matrix: where it stands, its cells, and the servers that were started for it. */
import { useQuery } from "@tanstack/react-query";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { isServingOver } from "@/domain/eval/serving";
import { Cells } from "./cells";
import { MatrixPanel } from "./matrix-panel";
import { Servers } from "./servers";

export type EvalMatrix = ApiOutputs["eval"]["matrix"];

const EVERY_MS = 1_500;

/** Servers are still being stopped after the last cell. */
const isLive = ({ status, servers }: EvalMatrix) =>
  status === "running" || servers.some((server) => !isServingOver(server.status));

export function Matrix({ initial }: { initial: EvalMatrix }) {
  const trpc = useTRPC();
  const { data: matrix, isError } = useQuery({
    ...trpc.eval.matrix.queryOptions({ id: initial.id }),
    initialData: initial,
    refetchInterval: (query) => (query.state.data && isLive(query.state.data) ? EVERY_MS : false),
  });
  return (
    <>
      <MatrixPanel matrix={matrix} isReconnecting={isError && isLive(matrix)} />
      <Cells matrix={matrix} />
      <Servers matrix={matrix} />
    </>
  );
}
