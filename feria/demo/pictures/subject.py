"""What a drawing is told: the thing, its finish and its chances, drawn from the product's number."""

from dataclasses import dataclass, field
from random import Random

import numpy as np

from feria.demo.catalogue import Shop, Thing


@dataclass
class Subject:
    """One picture to be drawn; `other` asks for a featured thing's second picture, `white` for the white shade."""

    number: int
    shop: Shop
    design: str
    finish: str
    other: bool = False
    white: bool = False
    chance: Random = field(init=False)
    random: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(7_000 + self.number)
        self.random = np.random.default_rng(self.number)

    @classmethod
    def of(cls, thing: Thing, *, other: bool = False, white: bool = False) -> "Subject":
        """The picture of a thing in the catalogue."""
        return cls(thing.number, thing.shop, thing.design, thing.finish, other, white)

    def about(self, value: float, share: float = 0.06) -> float:
        """The value, a little more or less."""
        return value * self.chance.uniform(1 - share, 1 + share)
