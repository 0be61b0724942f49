"""Evidence packs for a case conference: making one, its two files, and checking a page."""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import request, send_file, url_for

from blueprints.casework.door import blueprint
from blueprints.casework.referral_words import named
from hopecare.domain.codes import CODE_LENGTH, make_code
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.evidence import (
    LARGEST_JSON,
    LEAST,
    PackSection,
    PackTold,
    read_digest,
    read_start,
    written,
)
from hopecare.domain.packets import OverrideReason, pack_stops
from hopecare.domain.permissions import may
from hopecare.errors import InvalidInputError, NoConsentError, NoFontError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.cases import case_by_id
from hopecare.queries.evidence import pack_by_id, packs_of_case, packs_that_begin
from hopecare.queries.referrals import find_sharing_consent, noes_of, standing_organisations
from hopecare.queries.residents import person_by_id, safety_rules_of
from hopecare.queries.visibility import refuse_unless, subject_of
from hopecare.services.make_pack import PackWish, make_pack
from hopecare.services.name_body import name_body
from hopecare.services.override_sharing import Override
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.evidence.content import content_of, is_as_it_was, kept_content
from hopecare.web.evidence.fonts import find_fonts
from hopecare.web.evidence.printing import pdf_of
from hopecare.web.forms import blank_form, read_form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import LANGUAGE_NAMES, current_language, current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.packs import PACKS, RIGHTS, said_right
from hopecare.web.pages import again, go, page, said
from hopecare.web.permits import permits
from hopecare.web.requests.make_pack import CheckPackQuery, MakePackRequest, PackLanguage
from hopecare.web.scopes import reading
from models import Case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form
    from models import EvidencePack

PDF = "application/pdf"
JSON = "application/json"
FILE = "file"


@blueprint.get("/packs")
@permits("pack.read")
def packs() -> ResponseReturnValue:
    """List the packs that were made, those without a yes with their reason."""
    reader = current_reader()
    rights = [(each.value, reader.say(words)) for each, words in RIGHTS.items()]
    return show_listing(PACKS, template="casework/packs.html", rights=rights)


@blueprint.get("/cases/<uuid:case_id>/pack")
@permits("pack.make")
def pack_form(case_id: UUID) -> ResponseReturnValue:
    """Ask for whom it is and what goes along: the least stands chosen."""
    chosen = {"sections": list(PackSection), "told": list(LEAST), "language": current_language()}
    return _form_page(case_id, blank_form(chosen))


@blueprint.post("/cases/<uuid:case_id>/pack")
@permits("pack.make")
def pack_act(case_id: UUID) -> ResponseReturnValue:
    """Make the pack: its hash is kept, the files are handed over on its page."""
    form, identity, now = read_form(MakePackRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _form_page(case_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "pack.make", identity, Case, case_id)
        if form.data["override_reason"]:
            refuse_unless(session, "referral.override", identity, Case, case_id)
        made = make_pack(
            session,
            case_id=case_id,
            wish=_wish(session, form.data),
            say=lambda pack: content_of(session, pack),
            by=identity,
            now=now,
        )
        return url_for("casework.pack", pack_id=made.id)

    shown([_resident_of(case_id)])
    try:
        return act_once(identity, act, said=N_("The pack is made."), form=form)
    except InvalidInputError as error:
        return _form_page(case_id, form.refuse_all(error))


@blueprint.get("/packs/<uuid:pack_id>")
@permits("pack.read")
def pack(pack_id: UUID) -> ResponseReturnValue:
    """Show what is kept of a pack, hand over its files, and say where the case has changed."""
    with reading() as session:
        found = _allowed(session, pack_id)
        case = case_by_id(session, found.case_id)
        resident = person_by_id(session, case.resident_id)
        is_current = is_as_it_was(session, found)
        has_files = found.content is not None or is_current
        became_unsafe = _became_unsafe(session, found, resident.id)
    shown([resident.id])
    reader = current_reader()
    return page(
        "casework/pack.html",
        pack=found,
        case=case,
        resident=resident,
        is_current=is_current,
        has_files=has_files,
        became_unsafe=became_unsafe,
        has_font=_has_font(),
        right=said_right(found, reader),
        sections=[reader.label(PackSection(each)) for each in found.sections],
        told=[reader.label(PackTold(each)) for each in found.told],
    )


@blueprint.get("/packs/<uuid:pack_id>/pack.json")
@permits("pack.read")
def pack_json(pack_id: UUID) -> ResponseReturnValue:
    """Hand over the pack for machines."""
    return _file(pack_id, JSON)


@blueprint.get("/packs/<uuid:pack_id>/pack.pdf")
@permits("pack.read")
def pack_pdf(pack_id: UUID) -> ResponseReturnValue:
    """Hand over the pack for people."""
    return _file(pack_id, PDF)


@blueprint.get("/packs/check")
@permits("pack.check")
def check_pack() -> ResponseReturnValue:
    """Say whether a page is ours and unchanged, by the first signs of its hash."""
    form = read_query(CheckPackQuery)
    typed = form.data.get("q")
    if not typed:
        return page("casework/pack_check.html", form=form, found=None)
    start = read_start(typed)
    if start is None:
        return page("casework/pack_check.html", form=form.refuse("q", "not_a_hash"), found=None)
    return _checked(form, start)


@blueprint.post("/packs/check")
@permits("pack.check")
def check_pack_file() -> ResponseReturnValue:
    """Say the same of a JSON file; nothing of it is kept."""
    form, sent = blank_form(), request.files.get(FILE)
    raw = sent.stream.read(LARGEST_JSON + 1) if sent else b""
    digest = read_digest(raw) if 0 < len(raw) <= LARGEST_JSON else None
    if digest is None:
        form.refuse(FILE, "not_a_pack" if raw else "file_missing")
        return again("casework/pack_check.html", form=form, found=None)
    return _checked(form, digest)


def _checked(form: Form, start: str) -> ResponseReturnValue:
    """Show what is kept of it; whose case it is only to those who care for it."""
    identity = current_identity()
    with reading() as session:
        found = packs_that_begin(session, start)
        open_to = [
            each
            for each in found
            if may(identity, "pack.read", subject_of(session, Case, each.case_id)).allowed
        ]
    return page("casework/pack_check.html", form=form, found=found, open_to=open_to)


def _file(pack_id: UUID, kind: str) -> ResponseReturnValue:
    """Hand over what it said; of an old one whose case has changed since, lead back and say so."""
    with reading() as session:
        found = _allowed(session, pack_id)
        case = case_by_id(session, found.case_id)
        _refuse_withdrawn(session, found, case)
        content = kept_content(session, found)
        became_unsafe = _became_unsafe(session, found, case.resident_id)
    shown([case.resident_id])
    if became_unsafe:
        return go(url_for("casework.pack", pack_id=pack_id))
    if content is None:
        said(N_("The case has changed since this pack was made. Please make a new one."), "soon")
        return go(url_for("casework.pack", pack_id=pack_id))
    body = (
        pdf_of(content, find_fonts(desk().settings.pdf_font)) if kind == PDF else written(content)
    )
    name = f"hopecare-{found.code}.{'pdf' if kind == PDF else 'json'}"
    answer = send_file(BytesIO(body), mimetype=kind, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _became_unsafe(session: Session, found: EvidencePack, person_id: UUID) -> bool:
    """Say whether it tells a number that is unsafe to ring by now."""
    rules = safety_rules_of(session, person_id, on=current_reader().today)
    return PackTold.PHONE.value in found.told and bool(rules)


def _refuse_withdrawn(session: Session, found: EvidencePack, case: Case) -> None:
    """By a yes it is handed over while the yes stands, by a reason until they say no themselves."""
    today, person_id = current_reader().today, case.resident_id
    if found.consent_entry_id:
        is_stopped = find_sharing_consent(session, person_id, on=today) is None
    else:
        is_stopped = pack_stops(noes_of(session, person_id, on=today), made_at=found.made_at)
    if is_stopped:
        purpose = ConsentPurpose.SHARE_WITH_AGENCY.value
        raise NoConsentError(person_id=case.resident_id, purpose=purpose)


def _allowed(session: Session, pack_id: UUID) -> EvidencePack:
    found = pack_by_id(session, pack_id)
    refuse_unless(session, "pack.read", current_identity(), Case, found.case_id)
    return found


def _resident_of(case_id: UUID) -> UUID:
    with reading() as session:
        refuse_unless(session, "pack.make", current_identity(), Case, case_id)
        return case_by_id(session, case_id).resident_id


def _has_font() -> bool:
    try:
        find_fonts(desk().settings.pdf_font)
    except NoFontError:
        return False
    return True


def _wish(session: Session, data: Mapping[str, Any]) -> PackWish:
    body, words, language = data["organisation_id"], data["recipient"], data["language"].value
    recipient = name_body(
        session, words=words, organisation_id=body, field="recipient", language=language
    )
    reason = data["override_reason"]
    return PackWish(
        code=make_code(secrets.token_bytes(CODE_LENGTH)),
        recipient=recipient,
        organisation_id=body,
        sections=data["sections"],
        told=data["told"],
        language=language,
        override=Override(reason=reason, words=data["override_words"]) if reason else None,
        benefits_chosen_on=data["benefits_chosen_on"],
    )


def _form_page(case_id: UUID, form: Form) -> ResponseReturnValue:
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "pack.make", current_identity(), Case, case_id)
        case = case_by_id(session, case_id)
        resident = person_by_id(session, case.resident_id)
        consent = find_sharing_consent(session, resident.id, on=reader.today)
        bodies = standing_organisations(session, on=reader.today)
        earlier = packs_of_case(session, case_id)
        is_unsafe = bool(safety_rules_of(session, resident.id, on=reader.today))
    shown([resident.id])
    show = page if form.is_valid else again
    return show(
        "casework/pack_form.html",
        form=form,
        case=case,
        resident=resident,
        consent=consent,
        bodies=[(str(each.id), named(each, reader)) for each in bodies],
        earlier=earlier,
        is_unsafe=is_unsafe,
        PackSection=PackSection,
        PackTold=PackTold,
        OverrideReason=OverrideReason,
        languages=[(each.value, LANGUAGE_NAMES[each.value]) for each in PackLanguage],
    )
