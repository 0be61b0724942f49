"""Residents: the list, one resident with one timeline, opening and changing who they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import request, url_for

from blueprints.casework.door import blueprint
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.people import AgeBand, Sex
from hopecare.errors import InvalidInputError, NoConsentError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.report_words import CONSENT_REASONS, LIKENESSES
from hopecare.queries.duplicates import PersonHit, find_duplicates, traces_of_name
from hopecare.queries.papers import papers_of
from hopecare.queries.places import area_name
from hopecare.queries.reports import report_by_id
from hopecare.queries.resident_views import resident_view
from hopecare.queries.residents import find_phone, person_by_id
from hopecare.queries.search_terms import phone_index
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.country_packs import find_country_pack
from hopecare.services.change_resident import change_resident
from hopecare.services.open_resident import open_resident
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.districts import district_choices
from hopecare.web.forms import blank_form, read_form
from hopecare.web.gap_lines import gap_in_words
from hopecare.web.home_points import read_home
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language, current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.residents import RESIDENTS
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.resident import (
    ChangeResidentRequest,
    OpenResidentRequest,
    Standing,
    facts_from,
    words_from,
)
from hopecare.web.scopes import reading
from hopecare.web.shared_numbers import refuse_unsaid_sharing
from hopecare.web.timeline_lines import shown_lines
from hopecare.web.timeline_pages import pages_around, place_asked
from hopecare.web.town import current_town
from models import Person, Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

STANDING = {Standing.LIVING: N_("Living"), Standing.DIED: N_("Has died")}
LANGUAGES = (("ko", "한국어"), ("en", "English"), ("vi", "Tiếng Việt"), ("zh", "中文"))
LABELS = {
    "full_name": N_("Name"),
    "called": N_("What a stranger may call them"),
    "romanised": N_("Name in letters"),
    "birth_on": N_("Birth date"),
    "sex": N_("Gender"),
    "language": N_("Language"),
    "note": N_("Note for staff"),
}


@blueprint.get("/residents")
@permits("resident.read")
def residents() -> ResponseReturnValue:
    """Show the residents, found by name, number, district and age."""
    reader = current_reader()
    return show_listing(
        RESIDENTS,
        template="casework/residents.html",
        areas=district_choices(),
        standings=[(str(code), reader.say(words)) for code, words in STANDING.items()],
        AgeBand=AgeBand,
    )


@blueprint.get("/residents/<uuid:person_id>")
@permits("resident.read")
def resident(person_id: UUID) -> ResponseReturnValue:
    """Show one resident."""
    reader, identity = current_reader(), current_identity()
    with reading() as session:
        refuse_unless(session, "resident.read", identity, Person, person_id)
        view = resident_view(session, person_id, on=reader.today, before=place_asked())
        papers = papers_of(session, person_id, identity=identity, on=reader.today)
    shown(view.person_ids)
    born = date.fromisoformat(view.person.birth_on) if view.person.birth_on else None
    pack = find_country_pack(current_town().country)
    return page(
        "casework/resident.html",
        view=view,
        person=view.person,
        papers=papers,
        born=born,
        area=area_name(view.area, language=current_language()),
        reasons=CONSENT_REASONS,
        ledger=[gap_in_words(each, pack, reader) for each in view.ledger],
        lines=shown_lines(view.lines, reader),
        pages=pages_around(view.lines.older),
        languages=dict(LANGUAGES),
    )


@blueprint.get("/residents/new")
@permits("resident.open")
def open_resident_form() -> ResponseReturnValue:
    """Ask who it is and what they agree to; a report brings along what it told."""
    values: dict[str, object] = {"form": ConsentForm.PAPER, "language": "ko"}
    report_id = request.args.get("report_id", type=UUID)
    if report_id is not None:
        values |= _told(report_id)
    return _open_page(blank_form(values))


@blueprint.post("/residents/new")
@permits("resident.open")
def open_resident_act() -> ResponseReturnValue:
    """Open the resident with their consent, or say what is missing beside its field."""
    form = read_home(OpenResidentRequest)
    refuse_unsaid_sharing(form, "phone", said="phone_is_shared")
    identity, now = current_identity(), desk().clock()
    if not form.is_valid:
        return _open_page(form)

    def act(session: Session) -> str:
        report_id = form.data["report_id"]
        if report_id is not None:
            refuse_unless(session, "report.change", identity, Report, report_id)
        facts, town_id = facts_from(form.data), identity.town_id
        person = open_resident(
            session, facts, town_id=town_id, report_id=report_id, by=identity, now=now
        )
        return url_for("casework.resident", person_id=person.id)

    try:
        return act_once(identity, act, said=N_("The resident is opened."))
    except NoConsentError:
        return _open_page(form.refuse("purposes", "record_consent_missing"))
    except InvalidInputError as error:
        return _open_page(form.refuse_all(error))


@blueprint.get("/residents/<uuid:person_id>/edit")
@permits("resident.change")
def change_resident_form(person_id: UUID) -> ResponseReturnValue:
    """Show who a resident is, to be changed."""
    with reading() as session:
        refuse_unless(session, "resident.change", current_identity(), Person, person_id)
        person = person_by_id(session, person_id)
    return _change_page(person, blank_form(_values(person)))


@blueprint.post("/residents/<uuid:person_id>/edit")
@permits("resident.change")
def change_resident_act(person_id: UUID) -> ResponseReturnValue:
    """Keep the change, unless somebody else was first: then both are shown."""
    form, identity, now = read_form(ChangeResidentRequest), current_identity(), desk().clock()
    if not form.is_valid:
        with reading() as session:
            refuse_unless(session, "resident.change", identity, Person, person_id)
            person = person_by_id(session, person_id)
        return _change_page(person, form)

    def act(session: Session) -> str:
        refuse_unless(session, "resident.change", identity, Person, person_id)
        version = form.data["version"]
        words = words_from(form.data)
        change_resident(
            session, person_id=person_id, version=version, words=words, by=identity, now=now
        )
        return url_for("casework.resident", person_id=person_id)

    def theirs(session: Session) -> Mapping[str, object]:
        person = person_by_id(session, person_id)
        shown([person.id])
        return {**_values(person), "version": person.version}

    said = N_("The change is kept.")
    return act_once(identity, act, said=said, form=form, theirs=theirs, labels=LABELS)


def _values(person: Person) -> dict[str, object]:
    return {name: getattr(person, name) for name in LABELS}


def _change_page(person: Person, form: Form) -> ResponseReturnValue:
    shown([person.id])
    show = page if form.is_valid else again
    return show(
        "casework/change_resident.html", form=form, person=person, Sex=Sex, languages=LANGUAGES
    )


def _told(report_id: UUID) -> dict[str, object]:
    """What a report told, to stand in the form; consent is never filled in beforehand."""
    with reading() as session:
        refuse_unless(session, "report.read", current_identity(), Report, report_id)
        told = report_by_id(session, report_id)
    return {
        "report_id": told.id,
        "full_name": told.about_name,
        "phone": current_reader().phone(told.about_phone),
        "birth_on": told.about_birth_on,
        "area_id": told.area_id,
        "address": told.about_address,
        "language": told.language,
    }


def _open_page(form: Form) -> ResponseReturnValue:
    hits = _perhaps_known(form)
    shown([hit.person.id for hit in hits if hit.person])
    show = page if form.is_valid else again
    return show(
        "casework/open_resident.html",
        form=form,
        hits=hits,
        likenesses=LIKENESSES,
        areas=district_choices(),
        Sex=Sex,
        ConsentForm=ConsentForm,
        ConsentPurpose=ConsentPurpose,
        languages=LANGUAGES,
    )


def _perhaps_known(form: Form) -> list[PersonHit]:
    """Who may be meant, by the name and number that stand in the form."""
    name = form.value("full_name")
    number = find_phone(form.value("phone"), current_town().country)
    if not name:
        return []
    traces = traces_of_name(name, phone=phone_index(number.e164) if number else None)
    with reading() as session:
        return find_duplicates(session, traces, identity=current_identity())
