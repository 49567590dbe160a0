"""The invented encyclopedia: an article for each country, city, firm and person, always the same ones."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

SYLLABLES = "ba be do da ka ki lo la me mo na ne ra ro sa so ta ti va vo za zu".split()
ENDINGS = {"country": "ria", "city": "ton", "firm": "co", "person": ""}
COUNTS = {"country": 30, "city": 60, "firm": 50, "person": 80}
# Of each kind, its relations and the kind that they lead to
RELATIONS: dict[str, dict[str, str]] = {
    "country": {"capital": "city", "president": "person"},
    "city": {"mayor": "person", "main firm": "firm"},
    "firm": {"founder": "person", "home": "city"},
    "person": {"birthplace": "city", "rival": "person"},
}
_FACT = re.compile(r"The ([a-z ]+) of ([A-Z][a-z]+) is ([A-Z][a-z]+)\.")


@dataclass(frozen=True)
class World:
    kinds: dict[str, str]
    facts: dict[tuple[str, str], str]

    def article(self, name: str) -> str:
        """The text under this title: a sentence a fact."""
        return " ".join(
            f"The {relation} of {name} is {self.facts[relation, name]}." for relation in RELATIONS[self.kinds[name]]
        )

    def search(self, query: str, topk: int = 3) -> list[str]:
        """Titles much as the studio's search engine ranks them: by names, its rarest words, then by the other words."""
        words = set(re.findall(r"\w+", query)) - {"of"}
        names = words & self.kinds.keys()

        def score(title: str) -> tuple[bool, int, int]:
            held = self._words[title] & words
            return (title in names, len(held & names), len(held))

        scores = {title: score(title) for title in self.kinds}
        ranked = sorted(self.kinds, key=scores.__getitem__, reverse=True)
        return [title for title in ranked if scores[title][2] > 0][:topk]

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        """Of each article; pre-training searches some ten thousand times."""
        return {title: set(re.findall(r"\w+", self.article(title))) for title in self.kinds}


@lru_cache(maxsize=1)
def the_world() -> World:
    rng = random.Random("encyclopedia")
    kinds: dict[str, str] = {}
    for kind, count in COUNTS.items():
        while sum(known == kind for known in kinds.values()) < count:
            kinds.setdefault("".join(rng.choices(SYLLABLES, k=2)).capitalize() + ENDINGS[kind], kind)
    names = {kind: [name for name, known in kinds.items() if known == kind] for kind in COUNTS}
    facts = {
        (relation, name): rng.choice([other for other in names[leads_to] if other != name])
        for name, kind in kinds.items()
        for relation, leads_to in RELATIONS[kind].items()
    }
    return World(kinds, facts)


def passages(world: World, titles: list[str]) -> str:
    """What a search shows of these articles (domain/rollout/search-observation.ts)."""
    return "\n\n".join(f"({at}) {title}\n{world.article(title)}" for at, title in enumerate(titles, 1))


def read_facts(text: str) -> dict[tuple[str, str], str]:
    """The facts that a text states, by relation and name."""
    return {(relation, name): value for relation, name, value in _FACT.findall(text)}
