"""Reads YAML as the studio writes it: version 1.2, where `no` is a text and 1e-6 a number."""

from __future__ import annotations

import re
from typing import Any

import yaml

from .failure import Failure

# The core schema of YAML 1.2; PyYAML's own rules are those of 1.1.
RULES = {
    "tag:yaml.org,2002:null": (r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    "tag:yaml.org,2002:bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "tag:yaml.org,2002:int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    "tag:yaml.org,2002:float": (
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
}


class Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f'"{name}" stands here twice', key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


def _whole(loader: Loader, node: yaml.ScalarNode) -> int:
    text = loader.construct_scalar(node)
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def _number(loader: Loader, node: yaml.ScalarNode) -> float:
    return float(loader.construct_scalar(node).lower().replace(".inf", "inf").replace(".nan", "nan"))


for _tag, (_rule, _first) in RULES.items():
    Loader.add_implicit_resolver(_tag, re.compile(f"^(?:{_rule})$"), _first)
Loader.add_constructor("tag:yaml.org,2002:int", _whole)
Loader.add_constructor("tag:yaml.org,2002:float", _number)


def parse_yaml(text: str) -> Any:
    """Raises Failure where the text is no YAML."""
    try:
        return yaml.load(text, Loader)
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise Failure("config", f"The config is not valid YAML: {' '.join(str(error).split())}") from error
