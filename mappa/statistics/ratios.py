"""Rates and shares in whole numbers; of nothing there is none."""


def whole(part: int, of: int, per: int) -> int | None:
    """`per` times the part of the whole, rounded half up; None where the whole is nothing."""
    return (2 * part * per + of) // (2 * of) if of > 0 else None


def rate_per_100000(people: int, population: int | None) -> int | None:
    """People per 100,000 aged 10 and over; None without a population."""
    return whole(people, population or 0, 100_000)


def per_cent(part: int, of: int) -> int | None:
    """A share in per cent; None of nothing."""
    return whole(part, of, 100)
