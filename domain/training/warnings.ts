/** Sentences about a launch: what forbids it, what is unwise, what to know. */
import { asksOutcome, type FilterMode } from "../filter";
import { formatCount, formatNumber } from "../format";
import { templateArguments } from "../rollout/kept";
import type { CheckFacts } from "./check";
import { isSame } from "./chosen";
import type { TrainingCheck } from "./plan";
import { billionsOf } from "./recipe";

type Warning = TrainingCheck["warnings"][number];
type Counted = { units: number; policy: TrainingCheck["policy"] };
type Rule = (facts: CheckFacts, counted: Counted) => string | false | null | undefined;

const BLOCKING: readonly Rule[] = [
  ({ base }) => base.isSample && `"${base.name}" belongs to the sample pool: its weights are not here. Choose another.`,
  ({ data }) =>
    data.subTrajectories === 0 &&
    "The filter mode keeps nothing of this pool, so there is nothing to train on: choose another mode or pool.",
  ({ data, config }, { units }) =>
    data.subTrajectories > 0 &&
    units <= 0 &&
    `Every context has more than ${formatNumber(config.data.max_context_tokens)} tokens: raise data.max_context_tokens.`,
  ({ config, resources }) =>
    config.device === "cuda" && resources.gpus === 0 && "The device is cuda, and the job asks for no GPU.",
];

const UNWISE: readonly Rule[] = [
  (_, { policy }) =>
    policy === "off-policy" &&
    "Off-policy: other weights than those of this base generated the trajectories. In the paper that did worse.",
  ({ config }, { units }) =>
    units > 0 &&
    units < config.optimiser.contexts_per_step &&
    `${capital(formatCount(units, unitName(config.algorithm)))} for updates of ${formatNumber(
      config.optimiser.contexts_per_step,
    )}: each comes several times in one update. Lower optimiser.contexts_per_step or take more data.`,
  ({ config, engine }) =>
    config.reward?.kind === "judge" &&
    isLoopback(config.reward.base_url) &&
    !isLoopback(engine.address) &&
    `The judge is at ${config.reward.base_url}, which on the cluster means the cluster's own machine: give its endpoint an address that the cluster reaches.`,
  ({ config }) =>
    config.reward?.kind === "judge" &&
    config.reward.key_variable !== null &&
    `The judge's key is read there from ${config.reward.key_variable}: that variable must be set on the cluster's machines.`,
  ({ config, resources }) => {
    const billions = billionsOf(config.model.path);
    return (
      resources.gpus === 0 &&
      billions >= 0.4 &&
      `The job asks for no GPU, and ${config.model.path} has ${billions} billion parameters: an update would take hours.`
    );
  },
  ({ resources }) =>
    resources.gpus > 1 && "The trainer works on one machine and one GPU of it; the further ones would stand idle.",
  ({ config }) =>
    config.algorithm === "swirl" &&
    config.policy.kl_weight === 0 &&
    "With a KL weight of 0 nothing holds the model near its base: watch the KL and what it writes.",
  ({ data, config }) => {
    const limits = data.rollouts.flatMap(({ settings }) => (settings ? [settings.maxTokens] : []));
    const most = Math.max(0, ...limits);
    return (
      config.algorithm === "swirl" &&
      most > config.policy.max_action_tokens &&
      `The rollouts allowed ${formatNumber(most)} tokens an action, this config ${formatNumber(
        config.policy.max_action_tokens,
      )}: longer ones are cut.`
    );
  },
  ({ data, config }) =>
    data.rollouts.some(({ settings }) => settings !== null && settings.protocol !== config.protocol.kind) &&
    `Some trajectories were generated with the other tool protocol than ${config.protocol.kind}: their actions end elsewhere.`,
  ({ data, config }) => {
    const { template_arguments } = config.model;
    return (
      data.rollouts.some(({ settings }) => settings && !isSame(templateArguments(settings), template_arguments)) &&
      "Some trajectories were served with other chat_template_kwargs than model.template_arguments says: training shows the model other prompts than it answered."
    );
  },
  ({ data }) => data.judgingRunOpen,
  ({ data }) => {
    const fromSample = data.rollouts.reduce((sum, run) => sum + (run.isSample ? run.trajectories : 0), 0);
    return (
      fromSample > 0 &&
      `${formatNumber(fromSample)} of ${formatCount(data.trajectories, "trajectory", "trajectories")} belong to the sample pool.`
    );
  },
  ({ data }) =>
    data.uncounted > 0 &&
    `Nobody counted the tokens of ${formatCount(data.uncounted, "context")}: the trainer leaves out those that turn out too long.`,
];

/** `mode` is not known to the facts of a config; what it means for the baseline is said apart. */
export function warnOf(facts: CheckFacts, counted: Counted): Warning[] {
  const said = (rules: readonly Rule[], blocks: boolean) =>
    rules.flatMap((rule): Warning[] => {
      const message = rule(facts, counted);
      return message ? [{ message, blocks }] : [];
    });
  return [...said(BLOCKING, true), ...said(UNWISE, false)];
}

/** The paper's baseline needs correct outcomes; null where the mode asks for them, or where it is not the baseline. */
export function baselineWarning(algorithm: "swirl" | "sft", mode: FilterMode): Warning | null {
  if (algorithm === "swirl" || asksOutcome(mode)) return null;
  return {
    message: "SFT learns the recorded actions as they are, wrong answers too: the paper's needed correct outcomes.",
    blocks: false,
  };
}

const unitName = (algorithm: "swirl" | "sft") => (algorithm === "swirl" ? "context" : "action");
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}
