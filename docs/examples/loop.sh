#!/usr/bin/env bash
# One round, from questions to a trained and evaluated model, by bin/swirl alone.
#
#   docs/examples/loop.sh [FILE…]
#
# Imports the files first, where there are any. A studio must run, for its worker, and know a model with an endpoint, the
# endpoint of a judge and a training engine: `npm run lab` brings all of them, with the question sets that stand here.
# Ends as the first command that is not done: 1 failed, 2 called wrongly, 3 cancelled (docs/script.md).
set -euo pipefail

train_on=${TRAIN_ON:-lab-arithmetic-train}      # question sets, by key or name
test_on=${TEST_ON:-lab-arithmetic-held-out}
model=${MODEL:-Lab base}
judge=${JUDGE:-Lab teacher}                     # an endpoint
engine=${ENGINE:-Lab Ray}
metric=${METRIC:-gsm8k-flexible}
mode=${MODE:-process}                           # none, outcome, process, process-and-outcome
samples=${SAMPLES:-5}                           # trajectories a question
name=${NAME:-Round of $(date +%F\ %T)}
# Left to the studio unless they are set: LIMIT questions, MAX_TOKENS an action, UPDATES of training, TEST_LIMIT questions.

swirl() { "${SWIRL:-bin/swirl}" "$@"; }
# The field of a JSON object: value '{"a": {"b": 1}}' .a.b
value() { node -e "console.log(String(JSON.parse(process.argv[1])$2))" "$1"; }

if [ $# -gt 0 ]; then swirl import "$@"; fi

rollouts=$(swirl rollouts --model "$model" --set "$train_on" --samples "$samples" --name "$name, rollouts" --json \
  ${LIMIT:+--limit "$LIMIT"} ${MAX_TOKENS:+--max-tokens "$MAX_TOKENS"})
run=$(value "$rollouts" .rolloutRun)
echo "Rollout run $run: $(value "$rollouts" .done) trajectories"

judged=$(swirl judge --endpoint "$judge" --rollout-run "$run" --name "$name, judged" --json)
judging=$(value "$judged" .judgingRun)
echo "Judging run $judging: $(value "$judged" .marks.reasonable) reasonable steps, $(value "$judged" .marks.none) without a verdict"

labelled=$(swirl label --metric "$metric" --rollout-run "$run" --name "$name, labelled" --json)
labelling=$(value "$labelled" .labellingRun)
echo "Labelling run $labelling: $(value "$labelled" .correct) of $(value "$labelled" .labelled) correct"

swirl compare --judging-run "$judging" --labelling-run "$labelling"
frozen=$(swirl filter --mode "$mode" --judging-run "$judging" --labelling-run "$labelling" --freeze "$name" --json)
set=$(value "$frozen" .trainingSet)
echo "Training set $set: $(value "$frozen" .subTrajectories) sub-trajectories, sha256 $(value "$frozen" .sha256)"

trained=$(swirl train --training-set "$set" --base "$model" --engine "$engine" --endpoint "$judge" --name "$name" --json \
  ${UPDATES:+--change "optimiser.max_steps=$UPDATES"})
checkpoint=$(value "$trained" '.models.at(-1)?.id ?? ""')
echo "Training run $(value "$trained" .trainingRun): $(value "$trained" .step) updates, model $checkpoint"

swirl eval --model "$model" --model "$checkpoint" --set "$test_on" --engine "$engine" --name "$name, evals" \
  ${TEST_LIMIT:+--limit "$TEST_LIMIT"} ${MAX_TOKENS:+--max-tokens "$MAX_TOKENS"}
