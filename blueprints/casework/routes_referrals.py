"""Referrals: the list, one referral, and its sheet in the language of whoever carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import render_template, url_for
from markupsafe import Markup

from blueprints.casework.answer_days import source_of_answer_day
from blueprints.casework.door import blueprint
from blueprints.casework.qr_pictures import qr_picture
from blueprints.casework.referral_next import next_steps
from blueprints.casework.referral_standing import standing_of
from blueprints.casework.referral_words import named
from blueprints.casework.sheet_languages import language_of_sheet, sheet_links
from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.outcomes import RefusalReason
from hopecare.domain.packets import OverrideReason, PacketItem
from hopecare.domain.receiver_links import RECEIVER_PATH
from hopecare.domain.referral_checks import Doubt
from hopecare.domain.service_facts import ReachedBy
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.answer_day_calls import find_last_day, may_be_objected_to
from hopecare.queries.applications_along import find_applied_for
from hopecare.queries.broadcasts import people_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.contested_decisions import find_contested
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.office_calls import questions_of
from hopecare.queries.office_phones import office_phone
from hopecare.queries.outcome_texts import find_referral_telling
from hopecare.queries.receiver_answers import has_consequences
from hopecare.queries.receiver_links import find_live_link, links_of, openings_of, token_of
from hopecare.queries.referral_packets import (
    as_it_was_sent,
    packets_of,
    right_to_share,
)
from hopecare.queries.referral_pages import sheet_view
from hopecare.queries.referrals import (
    bridging_needs,
    organisations,
    referral_view,
)
from hopecare.queries.residents import person_by_id
from hopecare.queries.service_facts import service_facts
from hopecare.queries.visibility import refuse_unless
from hopecare.web.access_log import shown
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language, current_reader, spoken
from hopecare.web.listing import show_listing
from hopecare.web.listings.overrides import OVERRIDES
from hopecare.web.listings.referrals import REFERRALS, WHICH
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from hopecare.web.shared_sheets import sheet_of
from models import Referral

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.queries.referral_pages import SheetView
    from hopecare.queries.referrals import ReferralView
    from models import ReceiverLink, ReferralPacket

CORRECTED: Final = (ReferralStatus.REFUSED, ReferralStatus.DONE)
"""An answer that ends it may have been a slip of the office's hand."""


@blueprint.get("/referrals")
@permits("referral.read")
def referrals() -> ResponseReturnValue:
    """List what was referred, the answer due first."""
    reader = current_reader()
    with reading() as session:
        agencies = [(str(each.id), named(each, reader)) for each in organisations(session)]
    return show_listing(
        REFERRALS,
        template="casework/referrals.html",
        agencies=agencies,
        which=[(str(each), reader.say(words)) for each, words in WHICH.items()],
    )


@blueprint.get("/referrals/overrides")
@permits("referral.read")
def overrides() -> ResponseReturnValue:
    """List what was shared without a yes, the newest first."""
    return show_listing(
        OVERRIDES, template="casework/overrides.html", OverrideReason=OverrideReason
    )


@blueprint.get("/referrals/<uuid:referral_id>")
@permits("referral.read")
def referral(referral_id: UUID) -> ResponseReturnValue:
    """Show one referral: how it stands, what came of it, and what to do next."""
    today = current_reader().today
    with reading() as session:
        refuse_unless(session, "referral.read", current_identity(), Referral, referral_id)
        view = referral_view(session, referral_id)
        row = view.referral
        resident = person_by_id(session, row.person_id)
        bridges = bridging_needs(session, referral_id)
        packets = packets_of(session, referral_id)
        view = as_it_was_sent(session, view, next(iter(packets), None))
        may_share = right_to_share(session, row, next(iter(packets), None), on=today).holds
        links = links_of(session, row)
        openings = openings_of(session, referral_id)
        ways = service_facts(session, row.service_id).reached_by
        rung = _rung(session, view, packets, may_share=may_share)
        rung |= _owed(session, view)
        due_source = source_of_answer_day(session, row, packets, current_reader())
        telling = find_referral_telling(session, row, now=desk().clock())
    shown([resident.id])
    return page(
        "casework/referral.html",
        view=view,
        referral=row,
        resident=resident,
        bridges=bridges,
        packets=packets,
        stands=standing_of(view, may_share=may_share),
        is_late=view.is_late(today),
        PacketItem=PacketItem,
        Doubt=Doubt,
        live_links=[each for each in links if _opens(each)],
        openings=openings,
        takes_links=ReachedBy.LINK in ways,
        ways=ways,
        due_source=due_source,
        telling=telling,
        **rung,
        **_where(view),
    )


@blueprint.get("/referrals/<uuid:referral_id>/sheet")
@permits("referral.print")
def referral_sheet(referral_id: UUID) -> ResponseReturnValue:
    """Show the sheet in the resident's language or the one asked for; empty without consent."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "referral.print", current_identity(), Referral, referral_id)
        found = sheet_view(session, referral_id, on=reader.today)
        link = find_live_link(session, referral_id, now=desk().clock())
    row = found.view.referral
    shown([row.person_id])
    language = language_of_sheet(found.resident)
    may_show = found.content is not None and row.status is not ReferralStatus.WITHDRAWN
    return page(
        "casework/referral_sheet.html",
        view=found.view,
        referral=row,
        article=_article(found, language, _picture(link)) if may_show else None,
        article_language=language,
        sheet_title=_sheet_title(language if may_show else current_language()),
        sheet_links=sheet_links(url_for("casework.referral_sheet", referral_id=referral_id)),
        **_where(found.view),
    )


def _rung(
    session: Session, view: ReferralView, packets: Sequence[ReferralPacket], *, may_share: bool
) -> dict[str, Any]:
    """What was said with the office: its number, what it asked, what an objection is against."""
    row = view.referral
    return {
        "office_phone": office_phone(session, view.service, view.organisation),
        "questions": questions_of(session, row.id),
        "follow_ups": steps_of(session, row.id),
        "contested": find_contested(session, row, packets),
        "is_correctable": may_share and not view.has_moved and _is_correctable(session, row),
        "last_day": find_last_day(session, row.id) if may_be_objected_to(row) else None,
    }


def _is_correctable(session: Session, row: Referral) -> bool:
    """Whether an answer may be taken back, as long as it may be shared: nobody went on from it."""
    return row.status in CORRECTED and not has_consequences(session, row)


def _owed(session: Session, view: ReferralView) -> dict[str, Any]:
    """What is to be done next and by whom, and what was applied for with it."""
    row = view.referral
    owner_id = case_by_id(session, row.case_id).owner_id
    applied = find_applied_for(session, row)
    is_its_own = applied is not None and applied.referral_id == row.id
    steps = next_steps(session, view, owner_id, current_reader(), applied=applied)
    ids = [each.owner_id for each in steps if each.owner_id]
    owners = people_by_id(session, ids)
    return {"steps": steps, "owners": owners, "applied": applied if is_its_own else None}


def _opens(link: ReceiverLink) -> bool:
    """Whether a link is neither closed nor too old."""
    return link.revoked_at is None and link.expires_at > desk().clock()


def _picture(link: ReceiverLink | None) -> Markup | None:
    """The referral's link as a picture, where one opens now."""
    if link is None:
        return None
    return qr_picture(f"{desk().settings.public_base_url}{RECEIVER_PATH}{token_of(link.id)}")


def _sheet_title(language: str) -> str:
    """What the page, and the paper of it, is called: in the language of what stands on it."""
    with spoken(language):
        return current_reader().say(N_("Referral sheet"))


def _article(found: SheetView, language: str, picture: Markup | None) -> Markup:
    """The sheet itself, said in one language whoever prints it."""
    sheet = sheet_of(found, answer_due_on=found.view.referral.answer_due_on)
    with spoken(language):
        return Markup(  # noqa: S704  a template of ours has escaped it
            render_template(
                "casework/_sheet_article.html",
                sheet=sheet,
                RefusalReason=RefusalReason,
                picture=picture,
                article_language=language,
            )
        )


def _where(view: ReferralView) -> dict[str, str]:
    reader = current_reader()
    return {
        "service_name": named(view.service, reader),
        "organisation_name": named(view.organisation, reader),
    }
