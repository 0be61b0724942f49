"""What a resident wishes about helpers: no reason is asked, and the ranking obeys at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from blueprints.casework.helper_wish_words import WISH_SENTENCES
from hopecare.domain.people import HelperWish
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.refused_helpers import helper_choice
from hopecare.queries.residents import matches_typed, person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.queries.volunteers import profile_of
from hopecare.services.allow_helper import allow_helper
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.set_helper_wish import set_helper_wish
from hopecare.services.set_workplace import set_workplace
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once, expect_version
from hopecare.web.forms import blank_form, read_form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.refuse_helper import (
    FindHelperRequest,
    HelperWishRequest,
    WorkplaceRequest,
)
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Person, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/residents/<uuid:person_id>/helpers")
@permits("resident.change")
def refused_helpers(person_id: UUID) -> ResponseReturnValue:
    """Show what they wish about helpers, whom they would rather not have, and who is meant."""
    return _helpers_page(person_id, None)


def _helpers_page(person_id: UUID, form: Form | None) -> ResponseReturnValue:
    """Show it as it stands, or again with what was wrong."""
    identity, wanted = current_identity(), read_query(FindHelperRequest)
    typed = wanted.data.get("q")
    with reading() as session:
        refuse_unless(session, "resident.change", identity, Person, person_id)
        person = person_by_id(session, person_id)
        choice = helper_choice(
            session,
            person_id,
            named=matches_typed(typed, country=current_town().country) if typed else None,
            identity=identity,
            on=current_reader().today,
        )
    shown([person_id, *(each.id for each in (*choice.refused, *choice.possible))])
    show = page if form is None else again
    return show(
        "casework/refused_helpers.html",
        person=person,
        choice=choice,
        form=wanted,
        work=form
        or blank_form(
            {
                "workplace": person.workplace,
                "nobody_of_workplace": "yes" if person.nobody_of_workplace else "",
            }
        ),
        wishes=[
            (wish, getattr(person, wish.value), words)
            for wish, words in WISH_SENTENCES.items()
            if wish is not HelperWish.NOBODY_OF_WORKPLACE
        ],
    )


@blueprint.post("/residents/<uuid:person_id>/helpers/<uuid:helper_id>/refuse")
@permits("resident.change")
def refuse_helper_act(person_id: UUID, helper_id: UUID) -> ResponseReturnValue:
    """Never ask this volunteer for this resident."""
    by, now = current_identity(), desk().clock()

    def refuse(session: Session) -> object:
        profile = profile_of(session, helper_id)
        refuse_unless(session, "volunteer.find", by, VolunteerProfile, profile.id)
        return refuse_helper(session, resident_id=person_id, helper_id=helper_id, by=by, now=now)

    return _change(person_id, refuse)


@blueprint.post("/residents/<uuid:person_id>/helpers/<uuid:helper_id>/allow")
@permits("resident.change")
def allow_helper_act(person_id: UUID, helper_id: UUID) -> ResponseReturnValue:
    """Let this volunteer be asked again."""
    by, now = current_identity(), desk().clock()

    def allow(session: Session) -> None:
        resident = person_by_id(session, person_id)
        allow_helper(session, resident, helper_id=helper_id, by=by, now=now)

    return _change(person_id, allow)


@blueprint.post("/residents/<uuid:person_id>/helpers/wish")
@permits("resident.change")
def helper_wish_act(person_id: UUID) -> ResponseReturnValue:
    """Write what they wish about those who may help them, or that they do not mind."""
    form, by, now = read_form(HelperWishRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _helpers_page(person_id, form)
    said = form.data

    def wish(session: Session) -> object:
        resident = person_by_id(session, person_id)
        return set_helper_wish(
            session, resident, wish=said["wish"], holds=said["holds"], by=by, now=now
        )

    return _change(person_id, wish)


@blueprint.post("/residents/<uuid:person_id>/helpers/workplace")
@permits("resident.change")
def workplace_act(person_id: UUID) -> ResponseReturnValue:
    """Write where they work, and whether nobody of there is to be asked, in one."""
    form, by, now = read_form(WorkplaceRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _helpers_page(person_id, form)

    def write(session: Session) -> None:
        resident = person_by_id(session, person_id)
        expect_version(resident, form.data["version"])
        workplace = form.data.get("workplace")
        set_workplace(session, resident, workplace=workplace, by=by, now=now)
        wish, holds = HelperWish.NOBODY_OF_WORKPLACE, form.data["nobody_of_workplace"]
        set_helper_wish(session, resident, wish=wish, holds=holds, by=by, now=now)

    def theirs(session: Session) -> Mapping[str, object]:
        newest = person_by_id(session, person_id)
        return {
            "workplace": newest.workplace,
            "nobody_of_workplace": "yes" if newest.nobody_of_workplace else "",
            "version": newest.version,
        }

    return _change(person_id, write, form=form, theirs=theirs)


def _change(
    person_id: UUID,
    verb: Callable[[Session], object],
    *,
    form: Form | None = None,
    theirs: Callable[[Session], Mapping[str, object]] | None = None,
) -> ResponseReturnValue:
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "resident.change", identity, Person, person_id)
        verb(session)
        return url_for("casework.refused_helpers", person_id=person_id)

    said = N_("The change is kept.")
    labels = {
        "workplace": N_("Workplace or school"),
        "nobody_of_workplace": N_("Rather no colleagues"),
    }
    return act_once(identity, act, said=said, form=form, theirs=theirs, labels=labels)
