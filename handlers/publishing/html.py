"""The report as one web page that needs nothing else: no script, no address, no style of others."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from handlers.publishing.charts import chart_png
from handlers.publishing.contents import Contents, contents_of
from handlers.publishing.sheets import Drawing, Sheet, in_figures
from mappa.statistics.reports import Report

STYLE = """
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1d1c1d; background: #fff;
  font: 1rem/1.5 Arial, Helvetica, sans-serif; }
h1 { font-size: 1.8rem; line-height: 1.2; } h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
table { width: 100%; margin: .5rem 0; border-collapse: collapse; position: relative;
  font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { border: 1px solid #767676; padding: .3rem .6rem; text-align: left;
  vertical-align: bottom; }
tbody th { min-width: 6.5em; overflow-wrap: anywhere; } thead th { background: #e8eef0; }
  td, thead th:not(:first-child) { text-align: right; }
tr.total > * { font-weight: bold; background: #f4f6f7; }
.scrolls { overflow-x: auto; } .note { color: #444; font-size: .9rem; margin: .25rem 0; }
figure { margin: 1rem 0; } img { max-width: 100%; height: auto; }
dt { font-weight: bold; margin-top: .6rem; } dd { margin: 0 0 0 1.2rem; }
@page { size: A4; margin: 18mm; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
  h2 { break-after: avoid; } table, figure, tr, dt + dd { break-inside: avoid; } }
"""


def report_html(report: Report, *, practice: bool = False) -> bytes:
    """A page that prints well; every chart stands beside the table that it is drawn from."""
    return "\n".join(_page(contents_of(report, practice))).encode()


def _page(contents: Contents) -> Iterator[str]:
    title = escape(contents.title)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>"
    yield f"<h1>{title}</h1>"
    yield from (f"<p>{escape(line)}</p>" for line in contents.lines)
    for sheet in contents.sheets:
        yield from _sheet(sheet)
    if contents.warnings:
        yield "<h2>Remarks on the figures</h2>\n<ul>"
        yield from (f"<li>{escape(warning.rstrip('.'))}.</li>" for warning in contents.warnings)
        yield "</ul>"
    yield "<h2>What the terms mean</h2>\n<dl>"
    yield from (
        f"<dt>{escape(term)}</dt>\n<dd>{escape(text)}</dd>" for term, text in contents.notes
    )
    yield "</dl>\n</main>\n</body>\n</html>\n"


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"<section>\n<h2>{escape(sheet.caption)}</h2>"
    yield f'<div class="scrolls">\n<table>\n<caption>{escape(sheet.caption)}</caption>'
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in sheet.columns)
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    for label, values in sheet.rows:
        total = ' class="total"' if label == "Total" else ""
        cells = "".join(f"<td>{escape(in_figures(value))}</td>" for value in values)
        yield f'<tr{total}><th scope="row">{escape(label)}</th>{cells}</tr>'
    yield "</tbody>\n</table>\n</div>"
    yield from (f'<p class="note">{escape(note)}</p>' for note in sheet.notes)
    if sheet.drawing:
        yield _picture(sheet.drawing)
    yield "</section>"


def _picture(drawing: Drawing) -> str:
    png = chart_png(drawing.title, drawing.labels, drawing.series, drawing.words)
    held = b64encode(png).decode()
    alt = escape(drawing.words)
    return f'<figure><img src="data:image/png;base64,{held}" alt="{alt}"></figure>'
