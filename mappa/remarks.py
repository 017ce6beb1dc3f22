"""What is said with a saved change: what follows from it, and what to type next."""

from collections.abc import Iterator
from datetime import date

from mappa.cases import STILL_RUNNING, CaseRecord
from mappa.convictions import KIND as NOTIFICATION_END
from mappa.convictions import notification_of
from mappa.days import uk_date
from mappa.events import custody_to_record
from mappa.exits import leaving, rescreen
from mappa.notifications import notification_runs
from mappa.policies import Policy
from mappa.reviews import last_review, review_clock
from mappa.watches import watch_on


def remarks(before: CaseRecord, after: CaseRecord, policy: Policy, today: date) -> tuple[str, ...]:
    """Sentences for whoever made the change; they may name dates of the case."""
    found = [
        *_of_notification(before, after, policy, today),
        *_of_exit(before, after, today),
        *_of_watch(before, after, today),
        *_of_level(before, after, policy, today),
        *custody_to_record(before, after, today),
    ]
    return tuple(found)


def _of_notification(
    before: CaseRecord, after: CaseRecord, policy: Policy, today: date
) -> Iterator[str]:
    was, now = before.dates.get(NOTIFICATION_END), after.dates.get(NOTIFICATION_END)
    if (was, before.convictions) == (now, after.convictions):
        return
    computed = notification_of(after, policy)
    if computed is not None and computed.ends_on is None and now is None:
        taken = f"; the date {uk_date(was)} was taken out" if was else ""
        yield f"Notification is {computed.says}, so there is no end of notification{taken}."
    elif note := after.date_notes.get(NOTIFICATION_END):
        yield f"End of notification {uk_date(now)}: {note}." if now else f"{note}."
    spell = after.spell_on(today)
    if spell and spell.category != 1 and (runs := notification_runs(after, today)):
        yield (
            f"Notification runs {runs}, but the case is in category {spell.category}. "
            f"Example: update {after.ref} category 1 because notification runs"
        )


def _of_exit(before: CaseRecord, after: CaseRecord, today: date) -> Iterator[str]:
    spell = leaving(after, today)
    if spell is None or not _has_left(before, after):
        return
    licence_end = after.dates.get("licence_end")
    if spell.category == 2 and licence_end and licence_end > spell.ended_on:
        yield f"The licence runs until {uk_date(licence_end)}: the person has left before its end."
    if spell.category == 1 and (runs := notification_runs(after, spell.ended_on)):
        yield f"Notification runs {runs}: the person has left before its end."
    for standing in rescreen(after, spell.ended_on):
        if not standing.in_force:
            yield f"{standing.says[0].upper()}{standing.says[1:]}. Example: {standing.line}"
    sentence_end = after.dates.get("sentence_end")
    watched = any(watch.until_on >= spell.ended_on for watch in after.watches)
    if sentence_end and sentence_end > today and not watched:
        yield (
            f"The sentence ends on {uk_date(sentence_end)}; for the police's watch list until "
            f"then: update {after.ref} watch yes"
        )


def _has_left(before: CaseRecord, after: CaseRecord) -> bool:
    """Whether a spell that ran runs no longer, and no other does."""
    return _runs(before) and not _runs(after)


def _runs(case: CaseRecord) -> bool:
    return any(spell.ended_on == STILL_RUNNING for spell in case.spells)


def _of_watch(before: CaseRecord, after: CaseRecord, today: date) -> Iterator[str]:
    was, now = before.dates.get("sentence_end"), after.dates.get("sentence_end")
    watch = watch_on(after, today)
    if watch and now and was != now and watch.until_on == was:
        yield (
            f"The police's watch still ends on {uk_date(watch.until_on)}. Example: "
            f"update {after.ref} watch yes until {uk_date(now)} because the sentence changed"
        )


def _of_level(before: CaseRecord, after: CaseRecord, policy: Policy, today: date) -> Iterator[str]:
    spell, old = after.spell_on(today), before.spell_on(today)
    if spell is None:
        return
    changed = old is None or spell.level != old.level
    release = after.dates.get("release")
    if spell.level == 0 and release and (changed or release != before.dates.get("release")):
        clock = policy.clocks["level_confirmed_before_release"]
        if clock.before(release) <= today <= release:
            yield (
                f"The release is on {uk_date(release)}, within {clock.value}, and the level is "
                f"still to be confirmed. Example: refer {after.ref} level 2 because high risk"
            )
    review, every = after.dates.get("review"), review_clock(after, policy, today)
    if changed and every and review and review == before.dates.get("review"):
        latest = every.after(last_review(after, today))
        if review > latest:
            yield (
                f"The next review on {uk_date(review)} is later than level {spell.level} has it "
                f"(every {every.value}). Example: update {after.ref} review {uk_date(latest)} "
                "because the level changed"
            )
