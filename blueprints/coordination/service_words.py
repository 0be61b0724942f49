"""A service in words: its hours day by day, whom it serves, and what it said about free places."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import get_day_names

from hopecare.domain.opening_hours import END_OF_DAY, WEEK, DoorHours, as_on_door
from hopecare.language import N_
from hopecare.queries.places import area_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.language.reader import Reader
    from hopecare.queries.service_pages import ServiceView


def hours_by_day(view: ServiceView, reader: Reader) -> list[tuple[str, str]]:
    """Say the hours of each day of the week that has some, those that are over left out."""
    names = get_day_names("wide", locale=reader.language)
    said = _by_validity(view, reader)
    if _is_always_open(said):
        return [(reader.say(N_("Every day")), reader.say(N_("day and night")))]
    days = (
        (names[day], [_window(each, since, reader) for each, since in said if each.weekday == day])
        for day in range(WEEK)
    )
    return [(name, ", ".join(windows)) for name, windows in days if windows]


def _by_validity(view: ServiceView, reader: Reader) -> list[tuple[DoorHours, date | None]]:
    """The hours as a door says them, with the day from which on where it has not come yet."""
    groups: dict[tuple[date | None, date | None], list[DoorHours]] = defaultdict(list)
    for each in view.facts.hours:
        if each.valid_to is None or each.valid_to >= reader.today:
            window = DoorHours(each.weekday, each.opens, each.closes)
            groups[each.valid_from, each.valid_to].append(window)
    return sorted(
        (
            (each, since if since and since > reader.today else None)
            for (since, _), windows in groups.items()
            for each in as_on_door(windows)
        ),
        key=lambda said: (said[0], said[1] or date.min),
    )


def _is_always_open(said: list[tuple[DoorHours, date | None]]) -> bool:
    whole = {each.weekday for each, since in said if each.is_round_the_clock and since is None}
    return len(whole) == WEEK == len(said)


def open_words(view: ServiceView, reader: Reader) -> str:
    """Say whether somebody is there at this moment."""
    is_open = view.facts.is_open_at(reader.local_now)
    if is_open is None:
        return ""
    if view.facts.is_shut_on(reader.today):
        return reader.say(N_("Closed today, a public holiday"))
    return reader.say(N_("Open now") if is_open else N_("Closed now"))


def language_words(view: ServiceView, reader: Reader) -> str:
    """Name the languages one is served in."""
    names = Locale(reader.language).languages
    return ", ".join(str(names.get(code, code)) for code in view.facts.languages)


def served_words(view: ServiceView, reader: Reader) -> str:
    """Name the places that are served; none narrows it to less than the town."""
    if view.facts.serves_whole_town:
        return reader.say(N_("The whole town"))
    areas = [area_name(each, language=reader.language) for each in view.areas]
    return ", ".join([*areas, *view.facts.area_words])


def age_words(view: ServiceView, reader: Reader) -> str:
    """Say from which age until which age the office takes people."""
    least, most = view.facts.least_age, view.facts.most_age
    if least is not None and most is not None:
        return reader.say(N_("From %(least)s to %(most)s years"), least=least, most=most)
    if least is not None:
        return reader.say(N_("From %(least)s years on"), least=least)
    return reader.say(N_("Up to %(most)s years"), most=most) if most is not None else ""


def said_words(view: ServiceView, reader: Reader) -> str:
    """Say what the office said about free places, when, how, and to whom."""
    word = view.facts.capacity
    if word.state is None:
        return reader.say(N_("Nobody has asked yet"))
    return " · ".join(_parts(view, reader))


def _parts(view: ServiceView, reader: Reader) -> Iterator[str]:
    word = view.facts.capacity
    if word.free_places:
        yield reader.say(N_("%(num)s free"), num=reader.count(word.free_places))
    yield reader.label(word.state)
    yield reader.ago(word.as_of)
    yield reader.label(word.heard_by)
    if view.told is not None:
        yield view.told.full_name


def _window(window: DoorHours, since: date | None, reader: Reader) -> str:
    if window.is_round_the_clock:
        said = reader.say(N_("day and night"))
    elif window.closes == END_OF_DAY:
        said = f"{window.opens:%H:%M}–24:00"
    elif window.closes <= window.opens:
        until = f"{window.closes:%H:%M}"
        words = N_("%(opens)s until %(until)s the next morning")
        said = reader.say(words, opens=f"{window.opens:%H:%M}", until=until)
    else:
        said = f"{window.opens:%H:%M}–{window.closes:%H:%M}"
    if since is not None:
        return f"{said} ({reader.say(N_('from %(day)s'), day=reader.day(since))})"
    return said
