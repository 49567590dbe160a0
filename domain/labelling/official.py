"""The metrics' definitions in Python, the language of the official scripts: metric-cases.json was computed by it.

Reads the cases from standard input and prints each metric's value for each of them. Only facts are taken from the
scripts: hotpot_evaluate_v1.py (HotpotQA), metrics/answer.py (MuSiQue), utils/eval_beerqa.py (BeerQA),
grade_school_math/dataset.py (GSM8K), and the task gsm8k of lm-evaluation-harness with its regex filter and exact_match.
"""

import json
import re
import string
import sys
from collections import Counter


def normalise(text):
    kept = "".join(char for char in text.lower() if char not in set(string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())


def overlap(given, accepted):
    same = sum((Counter(given) & Counter(accepted)).values())
    if same == 0:
        return 0
    precision, recall = 1.0 * same / len(given), 1.0 * same / len(accepted)
    return (2 * precision * recall) / (precision + recall)


def hotpot_em(given, accepted):
    return normalise(given) == normalise(accepted)


def hotpot_f1(given, accepted):
    given, accepted = normalise(given), normalise(accepted)
    if given != accepted and (given in ("yes", "no", "noanswer") or accepted in ("yes", "no", "noanswer")):
        return 0
    return overlap(given.split(), accepted.split())


def musique_f1(given, accepted):
    given, accepted = normalise(given).split(), normalise(accepted).split()
    if not given or not accepted:
        return int(given == accepted)
    return overlap(given, accepted)


def beerqa(given, answers):
    best_f1, best_em = 0.0, 0.0
    for accepted in answers:
        f1 = hotpot_f1(given, accepted)
        if best_f1 < f1:
            best_f1, best_em = f1, hotpot_em(given, accepted)
    return best_em, best_f1


def gsm8k_strict(text):
    match = re.compile(r"#### (\-?[0-9\.\,]+)").search(text)
    return match.group(1).strip().replace(",", "") if match else "[invalid]"


def gsm8k_flexible(text):
    matches = re.compile(r"(-?[$0-9.,]{2,})|(-?[0-9]+)").findall(text)
    return [part for part in matches[-1] if part][0].strip() if matches else "[invalid]"


def harness_match(prediction, reference):
    for ignored in (",", r"\$", r"(?s).*#### ", r"\.$"):
        prediction, reference = re.sub(ignored, "", prediction), re.sub(ignored, "", reference)
    return prediction.lower() == reference.lower()


def marked(text):
    """The studio's addition: an answer without a marker is read as if one stood before it."""
    return text if gsm8k_strict(text) != "[invalid]" else "#### " + text.strip()


def score(answer, answers):
    strict = gsm8k_strict(marked(answer))
    beerqa_em, beerqa_f1 = beerqa(answer, answers)
    values = {
        "gsm8k-strict": strict != "[invalid]" and strict in [gsm8k_strict(marked(a)) for a in answers],
        "gsm8k-flexible": any(harness_match(gsm8k_flexible(answer), a) for a in answers),
        "hotpotqa-em": max(hotpot_em(answer, a) for a in answers),
        "hotpotqa-f1": max(hotpot_f1(answer, a) for a in answers),
        "musique-em": max(int(hotpot_em(answer, a)) for a in answers),
        "musique-f1": max(musique_f1(answer, a) for a in answers),
        "beerqa-em": beerqa_em,
        "beerqa-f1": beerqa_f1,
    }
    return {metric: float(value) for metric, value in values.items()}


if __name__ == "__main__":
    cases = json.load(sys.stdin)
    json.dump([score(case["answer"], case["accepted"]) for case in cases], sys.stdout)
