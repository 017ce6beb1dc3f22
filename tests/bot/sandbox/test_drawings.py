"""The page in a real browser: tables, charts and pictures, for the eye and for whoever hears."""

from typing import Any

from playwright.sync_api import expect

from handlers.publishing.charts import chart_png
from handlers.views.charts import bar_chart, line_chart
from handlers.views.tables import table
from tests.bot.sandbox.looks import Look
from tests.bot.sandbox.parcels import fetch, upload
from tests.bot.workspaces import Slack
from tests.journeys.screens import Screen

Json = dict[str, Any]
MARKUP = "<img src=x onerror=alert(1)>"
LEVELS = ["Level 1", "Level 2", "Level 3"]
SERIES = {"Category 1": [595, 8, 1], "Category 2": [198, 30, 3]}


def post(slack: Slack, *blocks: Json) -> None:
    slack.client.chat_postMessage(channel="C0PANEL", text="All of it in words.", blocks=blocks)


def test_a_table_has_a_caption_and_headings_and_its_text_is_text(slack: Slack, look: Look) -> None:
    rows: list[list[str | int]] = [["Level 1", 793, MARKUP], ["Total", 845, "="]]
    post(slack, *table("On 31 March 2014", ["Level", "People", MARKUP], rows))

    def steps(screen: Screen) -> None:
        shown = screen.page.get_by_role("table", name="On 31 March 2014")
        expect(shown.get_by_role("columnheader")).to_have_text(["Level", "People", MARKUP])
        expect(shown.get_by_role("rowheader")).to_have_text(["Level 1", "Total"])
        expect(shown.get_by_role("cell")).to_have_text(["793", MARKUP, "845", "="])
        expect(shown.locator("th[scope=col], th[scope=row]")).to_have_count(5)
        align = "node => getComputedStyle(node).textAlign"
        assert shown.get_by_role("cell", name="793").evaluate(align) == "right"
        assert screen.page.locator("#messages img").count() == 0

    look(slack, steps)


def test_a_chart_is_drawn_put_in_words_and_opened_as_a_table(slack: Slack, look: Look) -> None:
    bars = bar_chart(f"People {MARKUP}", [*LEVELS[:2], MARKUP], SERIES)
    lines = line_chart("By month", LEVELS, {"Level 2": [40, 0, 42]})
    assert bars and lines
    post(slack, bars.block, lines.block)

    def steps(screen: Screen) -> None:
        first = screen.page.get_by_role("img").first
        expect(first).to_have_accessible_name(
            f"People {MARKUP}. Bar chart. Category 1: Level 1 595, Level 2 8, <img src=x onerror=… "
            "1; Category 2: Level 1 198, Level 2 30, <img src=x onerror=… 3."
        )
        tall = [float(bar.get_attribute("height") or 0) for bar in first.locator("rect").all()]
        assert [round(height / tall[0], 2) for height in tall[:4]] == [1, 0.01, 0, 0.33]
        figures = screen.page.get_by_role("table", name=f"People {MARKUP}")
        expect(figures).to_be_hidden()
        screen.page.get_by_text("Show the figures").first.press("Enter")
        expect(figures.get_by_role("cell")).to_have_text(["", "595", "198", "8", "30", "1", "3"])
        second = screen.page.get_by_role("img").nth(1)
        expect(second).to_have_accessible_name(
            "By month. Line chart. Level 1 40, Level 2 0, Level 3 42."
        )
        assert len((second.locator("polyline").get_attribute("points") or "").split()) == 3
        assert screen.page.locator("#messages img").count() == 0

    look(slack, steps)


def test_a_picture_is_shown_with_what_it_says_and_a_document_is_fetched(
    slack: Slack, look: Look
) -> None:
    png = chart_png("People", LEVELS, SERIES, "Bar chart")
    shared = {"channel": "C0PANEL"}
    kept = upload(slack, "levels.png", png, title="Levels", alt_txt="793 at level 1", **shared)
    upload(slack, "report.docx", b"PK", title="The report", **shared)
    post(slack, {"type": "image", "slack_file": {"id": kept["id"]}, "alt_text": "Shown again"})
    post(slack, {"type": "image", "image_url": "https://example.org/x.png", "alt_text": "Afar"})

    def steps(screen: Screen) -> None:
        for alt in ("793 at level 1", "Shown again"):
            picture = screen.page.get_by_role("img", name=alt)
            expect(picture).to_be_visible()
            assert picture.evaluate("node => node.decode().then(() => node.naturalWidth)") == 1200
        expect(screen.page.get_by_role("link", name="Download levels.png")).to_be_visible()
        expect(screen.page.get_by_role("link", name="Download report.docx")).to_be_visible()
        expect(screen.messages.nth(1)).to_contain_text("Word Document")
        expect(screen.messages.last).to_contain_text("[image: Afar]")
        assert screen.page.locator("#messages img").count() == 2

    look(slack, steps)
    slack.client.files_delete(file=kept["id"])


def test_a_picture_in_a_private_reply_is_nobody_elses(slack: Slack) -> None:
    png = chart_png("People", LEVELS, SERIES, "Bar chart")
    kept = slack.client.files_upload_v2(filename="levels.png", content=png)["file"]["id"]
    block = {"type": "image", "slack_file": {"id": kept}, "alt_text": "Shown"}
    slack.client.chat_postEphemeral(channel="C0PANEL", user="U0CORA", text="Shown", blocks=[block])
    address = f"{slack.server.url}practice/file?id={kept}&user="
    assert fetch(f"{address}U0CORA")[2] == png
    assert fetch(f"{address}U0PRIYA")[0] == 404
