"""Charts as PNG pictures, for documents and wherever a file is wanted.

They take tenths of a second: draw them after the acknowledgement.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from textwrap import wrap
from threading import Lock
from typing import Any

from handlers.publishing.texts import plain

Numbers = Sequence[int | float]
INKS = ("#0b5cad", "#e0861a", "#3f7d4e", "#8a3b8f", "#b3261e", "#5a5a5a")
DASHES = ("-", "--", ":", "-.", (0, (8, 2, 2, 2)), (0, (1, 3)))
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "++")  # told apart without colour, too
LONGEST_LABEL, LONGEST_TITLE = 32, 90
MOST_VALUES = 40  # bars that still have room for their figure
INCHES, DOTS = (8.0, 4.2), 150
_drawing = Lock()  # the library's fonts are no good to two threads at once


def chart_png(
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Numbers],
    alt: str,
    *,
    lines: bool = False,
) -> bytes:
    """Bars, or lines over time, each figure beside its bar; `alt` goes into the file as well.

    The same input gives the same bytes.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with _drawing:
        drawn = Figure(figsize=INCHES, dpi=DOTS)
        canvas = FigureCanvasAgg(drawn)
        axes = drawn.subplots()
        (_draw_lines if lines else _draw_bars)(axes, series)
        _dress(drawn, axes, title, labels, list(series))
        out = BytesIO()
        about = {"Software": None, "Description": _fit(alt, 2000)}
        canvas.print_figure(out, format="png", metadata=about)
    return out.getvalue()


def _draw_bars(axes: Any, series: Mapping[str, Numbers]) -> None:
    wide = 0.8 / max(len(series), 1)
    bars = sum(map(len, series.values()))
    for at, values in enumerate(series.values()):
        places = [index + (at - (len(series) - 1) / 2) * wide for index in range(len(values))]
        ink, hatch = INKS[at % len(INKS)], HATCHES[at % len(HATCHES)]
        drawn = axes.bar(places, values, wide * 0.94, color=ink, hatch=hatch, edgecolor="white")
        if bars <= MOST_VALUES:
            axes.bar_label(drawn, [f"{value:,}" for value in values], padding=2, fontsize=9)
    axes.margins(y=0.12)


def _draw_lines(axes: Any, series: Mapping[str, Numbers]) -> None:
    for at, values in enumerate(series.values()):
        ink, dash = INKS[at % len(INKS)], DASHES[at % len(DASHES)]
        axes.plot(range(len(values)), values, color=ink, linestyle=dash, marker="o", linewidth=2)
    axes.set_ylim(bottom=min(0, *(value for values in series.values() for value in values)))


def _dress(drawn: Any, axes: Any, title: str, labels: Sequence[str], names: list[str]) -> None:
    """Title, labels and legend, none of them read as markup."""
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    shown = [_fit(label, LONGEST_LABEL) for label in labels]
    crowded = sum(map(len, shown)) > 70
    low = 0.1 + (0.012 * max(map(len, shown)) if crowded else 0)  # room for labels that slant
    drawn.subplots_adjust(left=0.09, right=0.985, top=0.84, bottom=low)
    slant = {"rotation": 35, "ha": "right", "rotation_mode": "anchor"} if crowded else {}
    axes.set_xticks(range(len(shown)), shown, parse_math=False, **slant)
    heading = "\n".join(wrap(_fit(title, LONGEST_TITLE), 75))
    axes.set_title(heading, loc="left", parse_math=False)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#e3e3e3")
    axes.set_axisbelow(True)
    if len(names) > 1:
        fitted = [_fit(name, LONGEST_LABEL) for name in names]
        place = {"loc": "upper right", "ncols": min(len(names), 3), "frameon": False}
        for text in drawn.legend(axes.containers or axes.lines, fitted, **place).get_texts():
            text.set_parse_math(False)


def _fit(text: str, longest: int) -> str:
    """Within the length, with a box for every character that the font does not have."""
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont("DejaVu Sans"))
    known = "".join(char if font.get_char_index(ord(char)) else "\u25a1" for char in plain(text))
    return known if len(known) <= longest else f"{known[: longest - 1]}…"
