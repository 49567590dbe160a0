// How a Ray head is started on this machine. Its dashboard answers this machine alone; Ray's inner ports listen on
// every address, whatever one tells it.

/** @typedef {{ dashboard: number, client: number }} RayPorts */

/** Ray takes 127.0.0.1 for "find out", and an address of a network may change while it runs. */
const NODE = process.platform === "linux" ? "127.0.0.2" : "127.0.0.1";

/**
 * Arguments of the `ray` command.
 * @param {{ ports: RayPorts, folder: string, cpus: number }} options
 *   folder: Ray's own files; its Unix sockets stand some 60 characters below, and 107 are the limit
 */
export function rayArguments({ ports, folder, cpus }) {
  return [
    ...["start", "--head", "--port=0", `--node-ip-address=${NODE}`, `--num-cpus=${cpus}`],
    ...[
      "--dashboard-host=127.0.0.1",
      `--dashboard-port=${ports.dashboard}`,
      `--ray-client-server-port=${ports.client}`,
    ],
    ...["--dashboard-agent-listen-port=0", "--metrics-export-port=0", "--min-worker-port=0", "--max-worker-port=0"],
    ...["--disable-usage-stats", "--include-log-monitor=false", "--object-store-memory=100000000"],
    `--temp-dir=${folder}`,
  ];
}

/** What Ray and its jobs are told by their environment. @returns {Record<string, string | undefined>} */
export function rayEnvironment() {
  return {
    // The address of another cluster would be taken for ours.
    RAY_ADDRESS: undefined,
    RAY_USAGE_STATS_ENABLED: "0",
    // A busy machine needs more than the minute that Ray gives its dashboard, and the half that this gives its parts.
    RAY_DASHBOARD_STARTUP_TIMEOUT_S: "240",
    RAY_DASHBOARD_SUBPROCESS_MODULE_WAIT_READY_TIMEOUT: "240",
    OMP_NUM_THREADS: "1",
    HF_HUB_OFFLINE: "1",
    TRANSFORMERS_OFFLINE: "1",
  };
}

/** Whether a node has joined and takes jobs. @param {string} address @returns {Promise<boolean>} */
export async function isRayReady(address) {
  const text = await fetch(`${address}/nodes?view=summary`, { signal: AbortSignal.timeout(5000) }).then(
    (response) => response.text(),
    () => "",
  );
  return text.includes('"state": "ALIVE"');
}
