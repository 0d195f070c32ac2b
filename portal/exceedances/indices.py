"""СИ, НП and ИЗА by RD 52.04.667-2005: decimal numbers in, decimal numbers and levels out. No Django, no database.

СИ  the highest single concentration as a multiple of its maximum single limit
НП  the share of readings above that limit, in percent
ИЗА the sum of the five largest (yearly mean / daily limit)^k, k by the hazard class of the substance
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum


class Level(IntEnum):
    LOW = 1
    ELEVATED = 2
    HIGH = 3
    VERY_HIGH = 4


# The printed gradations leave gaps (0–1, 2–4), so a number is rounded to a whole one first: the last of each level.
SI_LEVELS = (1, 4, 10)
NP_LEVELS = (0, 19, 49)
IZA_LEVELS = (4, 6, 13)

EXPONENTS = {1: Decimal("1.7"), 2: Decimal("1.3"), 3: Decimal("1.0"), 4: Decimal("0.9")}
WITHOUT_CLASS = Decimal("1.0")
SUBSTANCES = 5


@dataclass(frozen=True)
class Iza:
    value: Decimal
    substances: int  # how many of the five took part


def share_above(above: int, compared: int) -> Decimal:
    """НП: the percentage of readings above the limit."""
    return Decimal(100) * above / compared


def iza(parts: Iterable[tuple[Decimal, int | None]]) -> Iza | None:
    """From (mean as a multiple of the daily limit, hazard class) of each substance; None without any."""
    indices = sorted((multiple ** EXPONENTS.get(hazard, WITHOUT_CLASS) for multiple, hazard in parts), reverse=True)
    largest = indices[:SUBSTANCES]
    return Iza(sum(largest, Decimal(0)), len(largest)) if largest else None


def level_of(value: Decimal, bounds: tuple[int, int, int]) -> Level:
    whole = value.quantize(Decimal(1), ROUND_HALF_UP)
    return Level(1 + sum(whole > bound for bound in bounds))


def pollution_level(si: Decimal, np: Decimal) -> Level:
    """The worse of the two."""
    return max(level_of(si, SI_LEVELS), level_of(np, NP_LEVELS))
