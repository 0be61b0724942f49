"""Papers of a resident: the list, adding one, looking at one, taking one away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Response, url_for

from blueprints.casework.door import blueprint
from hopecare.domain.attachments import (
    A_MEGABYTE,
    LARGEST_UPLOAD,
    MOST_PAGES,
    AttachmentPurpose,
    RemovalReason,
)
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.papers import paper_by_id, papers_of
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.attach_paper import NewPaper, attach_paper
from hopecare.services.remove_attachment import remove_attachment
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.papers import AttachPaperRequest, RemovePaperRequest
from hopecare.web.scopes import reading
from hopecare.web.uploads import ACCEPTED, ask_for_file_again, read_paper
from models import Attachment, Person

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

PICTURE_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # A browser shows a picture in a page of its own making, whose style it writes itself.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
    ),
}


@blueprint.get("/residents/<uuid:person_id>/papers")
@permits("paper.read")
def papers(person_id: UUID) -> ResponseReturnValue:
    """Show which papers are kept, until when, and ask for another."""
    return _page(person_id, blank_form())


@blueprint.post("/residents/<uuid:person_id>/papers")
@permits("paper.add")
def attach_paper_act(person_id: UUID) -> ResponseReturnValue:
    """Keep a paper, or say beside its field what is wrong with the file."""
    form, identity, now = read_form(AttachPaperRequest), current_identity(), desk().clock()
    picture = read_paper(form, is_required=True)
    if picture is None or not form.is_valid:
        return _page(person_id, form)
    paper = NewPaper(purpose=form.data["purpose"], picture=picture, title=form.data["title"])

    def act(session: Session) -> str:
        refuse_unless(session, "paper.add", identity, Person, person_id)
        attach_paper(session, person_by_id(session, person_id), paper, by=identity, now=now)
        return url_for("casework.papers", person_id=person_id)

    return act_once(identity, act, said=N_("The paper is kept."))


@blueprint.get("/residents/<uuid:person_id>/papers/<uuid:paper_id>")
@permits("paper.read")
def paper(person_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    """Show one paper; each look is in the access log."""
    today = current_reader().today
    with reading() as session:
        refuse_unless(session, "paper.read", current_identity(), Attachment, paper_id)
        kept = paper_by_id(session, person_id, paper_id, on=today)
    shown([person_id])
    answer = Response(kept.content, mimetype=kept.media_type, headers=PICTURE_HEADERS)
    answer.headers.set("Content-Disposition", "inline", filename=f"paper-{paper_id.hex[-8:]}.jpg")
    return answer


@blueprint.post("/residents/<uuid:person_id>/papers/<uuid:paper_id>/remove")
@permits("paper.remove")
def remove_attachment_act(person_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    """Take a paper away, with the reason."""
    form, identity, now = read_form(RemovePaperRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _page(person_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "paper.remove", identity, Attachment, paper_id)
        person, reason = person_by_id(session, person_id), form.data["reason"]
        remove_attachment(session, person, paper_id, reason=reason, by=identity, now=now)
        return url_for("casework.papers", person_id=person_id)

    return act_once(identity, act, said=N_("The paper is taken away. That it was here is noted."))


def _page(person_id: UUID, form: Form) -> ResponseReturnValue:
    identity, today = current_identity(), current_reader().today
    with reading() as session:
        refuse_unless(session, "paper.read", identity, Person, person_id)
        person = person_by_id(session, person_id)
        lines = papers_of(session, person_id, identity=identity, on=today)
    shown([person_id])
    ask_for_file_again(form)
    show = page if form.is_valid else again
    return show(
        "casework/papers.html",
        form=form,
        person=person,
        papers=lines,
        accepted=ACCEPTED,
        largest=LARGEST_UPLOAD // A_MEGABYTE,
        most_pages=MOST_PAGES,
        AttachmentPurpose=AttachmentPurpose,
        RemovalReason=RemovalReason,
    )
