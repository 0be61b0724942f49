"""The volunteer's home, what is asked of them, and their yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.volunteering.door import blueprint
from blueprints.volunteering.own import own_profile
from blueprints.volunteering.why_asked import appeal_values
from blueprints.volunteering.words import how_far
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.offers import DeclineReason
from hopecare.errors import NotFoundError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.match_appeals import find_appeal_of_offer
from hopecare.queries.own_knocks import knocks_of_helper
from hopecare.queries.own_pages import asked_of, offer_view, tasks_of_helper
from hopecare.queries.own_weekly import backup_of, may_be_backup_of
from hopecare.queries.tasks import task_of_offer
from hopecare.queries.visibility import refuse_unless
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.clash_words import clash_said
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.answer_offer import AnswerOfferRequest, answer_from
from hopecare.web.scopes import reading
from models import Offer

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.services.answer_offer import AnsweredOffer
    from hopecare.web.forms import Form


@blueprint.get("/")
@permits("volunteer.read_own")
def home() -> ResponseReturnValue:
    """Show what is asked today, what I took on, and whether I am asked at all."""
    now, identity = desk().clock(), current_identity()
    with reading() as session:
        profile = own_profile(session, "volunteer.read_own")
        asked = asked_of(session, profile, now=now)
        cards = tasks_of_helper(session, identity.person_id)
        knocks = knocks_of_helper(session, identity.person_id)
        backups, late = backup_of(session, profile), may_be_backup_of(session, profile)
    shown([card.resident_id for card in cards] + [knock.resident_id for knock in knocks])
    return page(
        "volunteering/home.html",
        profile=profile,
        asked=asked,
        cards=cards,
        knocks=knocks,
        backups=backups,
        late=late,
        how_far=how_far,
    )


@blueprint.get("/offers")
@permits("volunteer.read_own")
def offers() -> ResponseReturnValue:
    """Show everything that is asked of me now."""
    now = desk().clock()
    with reading() as session:
        profile = own_profile(session, "volunteer.read_own")
        asked = asked_of(session, profile, now=now)
    return page("volunteering/offers.html", profile=profile, asked=asked, how_far=how_far)


@blueprint.get("/offers/<uuid:offer_id>")
@permits("offer.answer")
def offer(offer_id: UUID) -> ResponseReturnValue:
    """Show one thing that is asked: kind, district, distance, time; never who or where.

    What is asked no more says only what kind of help it was, and what became of it.
    """
    return offer_page(offer_id, blank_form())


@blueprint.post("/offers/<uuid:offer_id>/answer")
@permits("offer.answer")
def answer(offer_id: UUID) -> ResponseReturnValue:
    """Take the yes or the no; the page that follows says truly what it came to."""
    form, identity, now = read_form(AnswerOfferRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return offer_page(offer_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "offer.answer", identity, Offer, offer_id)
        said = answer_from(form.data)
        answered = answer_offer(session, offer_id=offer_id, answer=said, by=identity, now=now)
        return _after(answered)

    return act_once(identity, act)


def _after(answered: AnsweredOffer) -> str:
    """Where an answer leads: to the task, or to true words about what it came to."""
    if answered.result is OfferResult.YOURS and answered.task is not None:
        return url_for("volunteering.task", task_id=answered.task.id, new="yes")
    result = answered.result.value
    return url_for("volunteering.answered", offer_id=answered.offer.id, result=result)


@blueprint.get("/offers/<uuid:offer_id>/<result>")
@permits("offer.answer")
def answered(offer_id: UUID, result: str) -> ResponseReturnValue:
    """Say what the answer came to."""
    if result not in {member.value for member in OfferResult}:
        raise NotFoundError(kind="offer", id=offer_id)
    with reading() as session:
        refuse_unless(session, "offer.answer", current_identity(), Offer, offer_id)
        profile = own_profile(session, "volunteer.read_own")
        view = offer_view(session, profile, offer_id, now=desk().clock())
        what = (
            clash_said(session, offer_id, current_reader(), now=desk().clock())
            if result == OfferResult.CLASH
            else ""
        )
        late = [each for each in may_be_backup_of(session, profile) if each.id == offer_id]
    title, words = WORDS[OfferResult(result)]
    return page(
        "volunteering/answered.html",
        view=view,
        result=result,
        heading_words=title,
        words=words,
        what=what,
        late=late,
        how_far=how_far,
    )


WORDS = {
    OfferResult.YOURS: (
        N_("Thank you for taking this on"),
        N_("Where and how stands on your page of tasks."),
    ),
    OfferResult.LATE: (
        N_("Thank you. Somebody was faster"),
        N_("For the next week you are among the first we ask near you."),
    ),
    OfferResult.DECLINED: (
        N_("That is quite all right"),
        N_("Thank you for telling us. Another neighbour can be asked sooner now."),
    ),
    OfferResult.FULL: (
        N_("You hold as many tasks as you set for yourself"),
        N_("Hand one back, or raise your own limit on the page about you. This one still stands."),
    ),
    OfferResult.CLASH: (
        N_("You have promised other help at that time"),
        N_("Your yes was not written down. The help you hold then: %(what)s."),
    ),
    OfferResult.OVER: (
        N_("This one is not needed of you any more"),
        N_("Thank you for being there. You need do nothing."),
    ),
    OfferResult.CHANGED: (
        N_("What is needed has changed since we asked you"),
        N_("The day, the hours or the kind of help is different now. You need do nothing."),
    ),
    OfferResult.HELD_BEFORE: (
        N_("You hold this one no more"),
        N_("Thank you. Somebody is still needed: we call you."),
    ),
    OfferResult.STILL_YOURS: (
        N_("This one is still yours"),
        N_("You took it on. Hand it back on your page of tasks, or wait: somebody calls you."),
    ),
}


def offer_page(offer_id: UUID, form: Form, appeal_form: Form | None = None) -> ResponseReturnValue:
    """Show an offer, with what is wrong in one of its two forms."""
    with reading() as session:
        refuse_unless(session, "offer.answer", current_identity(), Offer, offer_id)
        profile = own_profile(session, "volunteer.read_own")
        view = offer_view(session, profile, offer_id, now=desk().clock())
        said_before = find_appeal_of_offer(session, offer_id)
        task = task_of_offer(session, offer_id)
    if view is None:
        raise NotFoundError(kind="offer", id=offer_id)
    is_valid = form.is_valid and (appeal_form is None or appeal_form.is_valid)
    show = page if is_valid else again
    return show(
        "volunteering/offer.html",
        view=view,
        task=task,
        form=form,
        how_far=how_far,
        is_standing=view.is_open and view.offer.status is OfferStatus.STANDING,
        DeclineReason=DeclineReason,
        **appeal_values(said_before, view, appeal_form),
    )
