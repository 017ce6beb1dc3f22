"""How a person who was at two levels in one year is counted, which nobody publishes."""

from collections.abc import Mapping

COUNTING: Mapping[str, str] = {
    "first": "each person once, under the first level held in the year",
    "highest": "each person once, under the highest level held in the year",
    "each": "each person once under every level held; the total is people",
}
