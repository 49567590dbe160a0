"""What the trainer is told: the config file as dataclasses, the twin of domain/training/config.ts in the studio."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal

from .failure import Failure
from .fields import Issue, Limits, Reader, option
from .template_arguments import reserved_among
from .yaml_text import parse_yaml

SEED = {"low": 0, "high": 2_147_483_647}
PATH = {"min_length": 1, "max_length": 2_000, "is_trimmed": True}
LABEL = {"min_length": 1, "max_length": 60, "is_trimmed": True}


def _words(**default: Any) -> Any:
    return option(min_length=1, max_length=20, each=Limits(min_length=1, max_length=60, is_trimmed=True), **default)


@dataclass(frozen=True)
class ModelConfig:
    path: str = option(**PATH)
    """A Hugging Face name, or a path on the cluster"""
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    """Of the weights. auto: float32; with LoRA on a GPU, as they were saved"""
    template_arguments: dict[str, Any] = field(default_factory=dict)
    """What the chat template is told beside the messages, as a request's chat_template_kwargs"""


@dataclass(frozen=True)
class LoraConfig:
    r: int = option(16, low=1, high=1_024)
    alpha: float = option(32.0, above=0, high=10_000)
    dropout: float = option(0.0, low=0, below=1)
    target_modules: Literal["all-linear"] | list[str] = option("all-linear", min_length=1)


@dataclass(frozen=True)
class DataConfig:
    path: str = option("train.jsonl.gz", **PATH)
    questions: str = option("questions.jsonl", **PATH)
    max_context_tokens: int = option(4_096, low=8, high=10_000_000)
    max_contexts: int | None = option(None, low=1)


def _end_texts() -> Any:
    tags = ["</search_query>", "</math_exp>", "</answer>"]
    return option(tags, max_length=20, each=Limits(min_length=1, max_length=200))


@dataclass(frozen=True)
class ProtocolConfig:
    """How an action ends. Native actions end with the model's turn, so that their end texts do not count."""

    kind: Literal["tags", "native"] = "tags"
    end_texts: list[str] = _end_texts()


@dataclass(frozen=True)
class RulingWords:
    IS_STRICT: ClassVar = False
    reasonable: list[str] = _words()
    unreasonable: list[str] = _words()
    neutral: list[str] = _words(default=[])


@dataclass(frozen=True)
class LinesGrammar:
    """A reply with lines "Label: value"."""

    TAG: ClassVar = "form"
    IS_STRICT: ClassVar = False
    form: Literal["lines"]
    words: RulingWords
    ruling: str = option(**LABEL)
    score: str | None = option(None, **LABEL)


@dataclass(frozen=True)
class JsonGrammar:
    """A reply with a JSON object."""

    TAG: ClassVar = "form"
    IS_STRICT: ClassVar = False
    form: Literal["json"]
    words: RulingWords
    ruling: str = option(**LABEL)
    score: str | None = option(None, **LABEL)
    rationale: str | None = option(None, **LABEL)


Grammar = LinesGrammar | JsonGrammar


@dataclass(frozen=True)
class Values:
    """The reward of an action by the judge's rating."""

    reasonable: float = 1.0
    neutral: float = 1.0
    unreasonable: float = 0.0


@dataclass(frozen=True)
class JudgeReward:
    TAG: ClassVar = "kind"
    kind: Literal["judge"]
    system_text: str
    grammar: LinesGrammar | JsonGrammar
    base_url: str = option(is_url=True)
    model: str = option(min_length=1)
    user_text: str = option(min_length=1)
    key_variable: str | None = None
    extra_body: dict[str, Any] = field(default_factory=dict)
    temperature: float = option(0.0, low=0, high=10)
    max_tokens: int = option(1_024, low=1, high=1_000_000)
    seed: int = option(1, **SEED)
    parse_retries: int = option(2, low=0, high=10)
    retries: int = option(8, low=0, high=100)
    timeout_seconds: float = option(120.0, above=0, high=3_600)
    concurrency: int = option(16, low=1, high=4_096)
    values: Values = field(default_factory=Values)


@dataclass(frozen=True)
class RuleReward:
    """For tests and first tries: 1 for an action that ends as it should with one call or answer, else 0."""

    TAG: ClassVar = "kind"
    kind: Literal["rule"]
    rule: Literal["well-formed"]


@dataclass(frozen=True)
class OptimiserConfig:
    max_steps: int = option(200, low=1, high=10_000_000)
    learning_rate: float = option(1e-6, above=0, high=1)
    schedule: Literal["constant", "cosine", "linear"] = "constant"
    warmup_steps: int = option(10, low=0, high=1_000_000)
    weight_decay: float = option(0.0, low=0, high=1)
    adam_beta2: float = option(0.999, above=0, below=1)
    max_grad_norm: float = option(1.0, above=0, high=1_000)
    contexts_per_step: int = option(16, low=1, high=100_000)
    samples_per_context: int = option(8, low=2, high=1_024)
    device_batch: int = option(8, low=1, high=100_000)
    gradient_checkpointing: bool = True
    seed: int = option(1, **SEED)


@dataclass(frozen=True)
class PolicyConfig:
    temperature: float = option(1.0, above=0, high=10)
    top_p: float = option(1.0, above=0, high=1)
    max_action_tokens: int = option(1_024, low=1, high=1_000_000)
    kl_weight: float = option(0.01, low=0, high=100)
    loss: Literal["dr_grpo", "grpo", "bnpo", "dapo"] = "dr_grpo"
    scale_rewards: Literal["none", "group", "batch"] = "none"


@dataclass(frozen=True)
class OutputConfig:
    folder: str = option(**PATH)
    save_every: int = option(50, low=1, high=10_000_000)
    watched_contexts: int = option(16, low=0, high=1_000)
    other_contexts: int = option(1, low=0, high=1_000)


@dataclass(frozen=True)
class TrainingConfig:
    model: ModelConfig
    output: OutputConfig
    algorithm: Literal["swirl", "sft"] = "swirl"
    lora: LoraConfig | None = None
    data: DataConfig = field(default_factory=DataConfig)
    protocol: ProtocolConfig = field(default_factory=ProtocolConfig)
    reward: JudgeReward | RuleReward | None = None
    optimiser: OptimiserConfig = field(default_factory=OptimiserConfig)
    policy: PolicyConfig = field(default_factory=PolicyConfig)
    device: Literal["auto", "cpu", "cuda"] = "auto"

    @property
    def sequences_per_step(self) -> int:
        samples = self.optimiser.samples_per_context if self.algorithm == "swirl" else 1
        return self.optimiser.contexts_per_step * samples

    @property
    def end_texts(self) -> list[str]:
        return self.protocol.end_texts if self.protocol.kind == "tags" else []


def check_config(data: Any) -> TrainingConfig | list[Issue]:
    """The config in plain data, or what is wrong with it."""
    reader = Reader()
    config = reader.read_dataclass(TrainingConfig, data, "")
    if config is None:
        return reader.issues
    if config.algorithm == "swirl" and config.reward is None:
        reader.fault("reward", "Step-wise RL needs a reward: a judge or a rule.")
    if config.sequences_per_step % config.optimiser.device_batch != 0:
        reader.fault(
            "optimiser.device_batch",
            f"An update has {config.sequences_per_step} sequences: choose a number that divides it.",
        )
    if reserved := reserved_among(config.model.template_arguments):
        reader.fault("model.template_arguments", f"The trainer itself says what these are: {', '.join(reserved)}.")
    return reader.issues or config


def read_config(path: Path) -> TrainingConfig:
    """Raises Failure with every field that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure("config", f"The config {path} cannot be read: {error}") from error
    checked = check_config(parse_yaml(text))
    if isinstance(checked, TrainingConfig):
        return checked
    faults = " ".join(f"{issue.path or 'config'}: {issue.message}" for issue in checked)
    raise Failure("config", f"The config has faults. {faults}")
