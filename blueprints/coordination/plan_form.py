"""The form of a plan of check-ins: what stands in it, what it offers, what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel.dates import get_timezone, get_timezone_location

from blueprints.coordination.ladder_draft import rehearsal_of
from hopecare.channel_profiles import profile_for
from hopecare.domain.channels import Channel
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.check_in_zones import OFFERED
from hopecare.domain.check_ins import BY_ITSELF, AnswererKind, AskingWay, QuestionCode, way_of
from hopecare.domain.people import OtherContactKind
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.check_in_questions import question_to
from hopecare.language.texts import Words, sentence_of
from hopecare.queries.past_check_ins import lacks_keyholder
from hopecare.queries.seen_wordings import unseen_wordings
from hopecare.reading.ladders import ladder_named, ladder_of
from hopecare.web.check_in_wishes import flaws_of, ways
from hopecare.web.choice_words import WORDS
from hopecare.web.language import current_reader
from hopecare.web.requests.plan_check_ins import LadderName
from hopecare.web.town import current_town
from models import Town

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.rehearsal import Effort
    from hopecare.queries.people_at_a_glance import Glance
    from hopecare.web.forms import Form
    from models import CheckInPlan, Person


WHOSE_COUNTS: Final = {
    AnswererKind.RESIDENT: N_("Now only the resident's own answer stops these steps."),
    AnswererKind.CARER: N_("Now only the carer's answer stops these steps."),
    AnswererKind.EITHER: N_("Now the resident's answer or the carer's stops these steps."),
}


def standing_values(about: Glance, standing: CheckInPlan | None) -> dict[str, object]:
    """What stands in the form at first: the plan, or what most people choose."""
    if standing is None:
        return {
            "weekdays": list(WEEKDAYS),
            "local_time": "10:00",
            "channel": ways()[0].value,
            "language": about.person.language,
            "question": QuestionCode.WELLBEING.value,
            "ladder": LadderName.DEFAULT.value,
            "plan_id": None,
            "version": None,
        }
    return {
        "weekdays": list(standing.weekdays),
        "local_time": f"{standing.local_time:%H:%M}",
        "zone": "" if standing.zone == current_town().zone else standing.zone,
        "channel": way_of(standing.asked_by, standing.channel).value,
        "language": standing.language,
        "question": standing.question.value,
        "asked_person_id": str(standing.asked_person_id or ""),
        "plan_id": standing.id,
        "version": standing.version,
    }


def carers_of(about: Glance) -> list[tuple[str, str]]:
    """Give the carers who may be asked instead."""
    return [
        (str(each.person.id), each.person.full_name)
        for each in about.others
        if each.contact.kind is OtherContactKind.CARER
    ]


def offered_zones(standing: CheckInPlan | None) -> list[tuple[str, str]]:
    """Give the clocks of elsewhere with their names, the one that stands among them."""
    language = current_reader().language
    names = {*OFFERED, *([standing.zone] if standing else [])} - {current_town().zone}
    said = ((name, get_timezone_location(get_timezone(name), locale=language)) for name in names)
    return sorted(said, key=lambda each: each[1])


def offered_ways() -> list[tuple[str, str, str | None]]:
    """Give each way with its words, and what a knock means."""
    reader = current_reader()
    hints = {AskingWay.KNOCK: N_("Who helps them looks in within two hours after the time.")}
    return [
        (way.value, reader.label(way), reader.say(hints[way]) if way in hints else None)
        for way in ways()
    ]


def offered_questions(
    session: Session, about: Glance, standing: CheckInPlan | None
) -> list[tuple[str, str, str]]:
    """Give each question with its sentence as they will read or hear it, and whether it may be."""
    town, reader = session.get_one(Town, current_town().id), current_reader()
    whose = standing.answer_of if standing else AnswererKind.RESIDENT
    texts = {
        each: {question_to(whose, each), question_to(whose, each, again=True)}
        for each in QuestionCode
    }
    unseen = set(unseen_wordings(session, town.id, among=set().union(*texts.values())))
    profile = profile_for(town.channel_profile, town.country)

    def sentence(question: QuestionCode) -> str:
        values = {"name": about.person.called, "link": "..."}
        return sentence_of(
            Words(text=question_to(whose, question), values=values),
            language=standing.language if standing else about.person.language,
            channel=standing.channel if standing else BY_ITSELF.get(ways()[0], Channel.VOICE),
            profile=profile,
            zone=town.zone,
        )

    return [
        (
            each.value,
            reader.label(each),
            _unless_seen(sentence(each), is_seen=not texts[each] & unseen),
        )
        for each in QuestionCode
    ]


def _unless_seen(sentence: str, *, is_seen: bool) -> str:
    """Say with a sentence that nobody may be asked it before somebody has looked at it."""
    if is_seen:
        return sentence
    waits = N_(
        "Before it can be asked, somebody has to look at its rehearsal under Automatic words."
    )
    return f"{sentence} ({current_reader().say(waits)})"


def refuse_unknown(form: Form) -> None:
    """Only what this town's network and our languages can do."""
    for name, flaw in flaws_of(form.data).items():
        form.refuse(name, str(flaw), **flaw.facts)


def first_ladders(session: Session, person: Person) -> list[tuple[str, str, str | None]]:
    """The ladders to begin with, each with what it would have caused in the last weeks."""
    reader = current_reader()
    ladders = [ladder_named(each.value) for each in LadderName]
    rehearsal = rehearsal_of(session, person, ladders, way=ways()[0])
    asked = len(rehearsal.past.check_ins)
    return [
        (each.value, reader.say(WORDS[each.value]), _forecast(effort, asked))
        for each, effort in zip(LadderName, rehearsal.others, strict=True)
    ]


def finds_no_keyholder(session: Session, about: Glance, standing: CheckInPlan | None) -> bool:
    """Say whether the plan's ladder, or the one most begin with, asks a keyholder who is not."""
    if about.person.died_on is not None:
        return False
    steps = ladder_of(standing) if standing else ladder_named(LadderName.DEFAULT.value)
    today, now = current_reader().today, desk().clock()
    return lacks_keyholder(session, about.person, steps, on=today, now=now)


def whom_to_ask(about: Glance, standing: CheckInPlan | None) -> dict[str, object]:
    """Give whom one may choose, and whose answer stops the steps by the plan that stands."""
    whose = WHOSE_COUNTS[standing.answer_of if standing else AnswererKind.RESIDENT]
    return {"carers": carers_of(about), "whose": current_reader().say(whose)}


def _forecast(effort: Effort, asked: int) -> str | None:
    """Say what a ladder would have caused, in a line."""
    if not asked:
        return None
    return current_reader().say(
        N_(
            "Over %(asked)s check-ins of the last eight weeks: %(alerts)s alerts, %(look_ins)s "
            "neighbours sent, %(at_night)s of them at night."
        ),
        asked=asked,
        alerts=effort.alerts,
        look_ins=effort.look_ins,
        at_night=effort.at_night,
    )
