"""A directory by page: sent and looked at before anything is written, taken over, written out."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Final

from flask import request, send_file, url_for

from blueprints.coordination.correction_words import said_corrections
from blueprints.coordination.directory_words import said_faults, said_notes
from blueprints.coordination.door import blueprint
from hopecare.errors import DirectoryNotAcceptedError, FileNotAcceptedError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.directory_entries import entry_rows, sources
from hopecare.queries.directory_uploads import upload_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.fault_words import file_sentence
from hopecare.reading.hsds_files import LARGEST, read_directory_file
from hopecare.reading.hsds_to_csv import zipped_package
from hopecare.reading.hsds_to_json import organizations_of, page_of
from hopecare.services.gather_directory import gather_directory
from hopecare.services.plan_directory import plan_directory
from hopecare.services.stage_directory import SentDirectory, stage_directory
from hopecare.services.take_over_directory import take_over_directory
from hopecare.web.access_log import read_without_persons
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.directory import (
    DirectoryKind,
    ExportDirectoryRequest,
    OfCorrections,
    SendDirectoryRequest,
    TakeOverRequest,
)
from hopecare.web.scopes import reading
from models import DirectoryUpload

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.reading.hsds_entries import Directory
    from hopecare.reading.hsds_faults import EntryFault
    from hopecare.services.plan_directory import DirectoryPlan
    from hopecare.web.forms import Form

FILE: Final = "file"
USUAL_SOURCE: Final = "hsds"
LONGEST_NAME: Final = 120


@blueprint.get("/organisations/import")
@permits("organisation.change")
def send_directory() -> ResponseReturnValue:
    """Ask for a directory, and of which source it is."""
    with reading() as session:
        known = sources(session)
    return _send_page(blank_form({"source": known[0] if len(known) == 1 else USUAL_SOURCE}))


@blueprint.post("/organisations/import")
@permits("organisation.change")
def send_directory_act() -> ResponseReturnValue:
    """Read and check it, and show what would come of it; a mistake refuses all, by its place."""
    form, identity, now = read_form(SendDirectoryRequest), current_identity(), desk().clock()
    sent = _read(form) if form.is_valid else None
    if sent is None:
        return _send_page(form)
    if sent.directory.faults:
        return _send_page(form, sent.directory.faults)

    try:
        plan = _planned(sent)
    except DirectoryNotAcceptedError as refusal:
        return _send_page(form, refusal.faults)

    def act(session: Session) -> str:
        made = stage_directory(session, sent, plan=plan, by=identity, now=now)
        return url_for("coordination.sent_directory", upload_id=made.id)

    return act_once(identity, act, form=form)


@blueprint.get("/organisations/import/<uuid:upload_id>")
@permits("organisation.change")
def sent_directory(upload_id: UUID) -> ResponseReturnValue:
    """Show what would be created, changed, left and gone, with the one button that does it."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(
            session, "organisation.change", current_identity(), DirectoryUpload, upload_id
        )
        upload = upload_by_id(session, upload_id)
    return page(
        "coordination/sent_directory.html",
        form=blank_form({"corrections": OfCorrections.KEEP}),
        upload=upload,
        corrections=said_corrections(upload, reader),
        notes=said_notes(upload, reader),
    )


@blueprint.post("/organisations/import/<uuid:upload_id>/take-over")
@permits("organisation.change")
def take_over_act(upload_id: UUID) -> ResponseReturnValue:
    """Take over exactly what was shown; a second press finds the first one's run."""
    form, identity, now = read_form(TakeOverRequest), current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "organisation.change", identity, DirectoryUpload, upload_id)
        digest = str(form.data.get("digest"))
        overwrites = form.data.get("corrections") is OfCorrections.OVERWRITE
        run = take_over_directory(
            session, upload_id=upload_id, digest=digest, overwrites=overwrites, by=identity, now=now
        )
        return url_for("coordination.run", run_id=run.id)

    return act_once(identity, act, said=N_("It is being taken over."), form=form)


@blueprint.get("/organisations/export")
@permits("organisation.read")
def export_directory() -> ResponseReturnValue:
    """Write the whole directory out: one JSON document, or the CSV tables zipped."""
    kind = read_query(ExportDirectoryRequest).data.get("kind") or DirectoryKind.JSON
    reader = current_reader()
    with reading() as session:
        found = gather_directory(session, on=reader.today)
        body = _written(found, kind)
    read_without_persons()
    name = f"directory-{reader.today.isoformat()}.{'json' if kind is DirectoryKind.JSON else 'zip'}"
    media = "application/json" if kind is DirectoryKind.JSON else "application/zip"
    answer = send_file(BytesIO(body), mimetype=media, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _written(directory: Directory, kind: DirectoryKind) -> bytes:
    if kind is DirectoryKind.CSV:
        return zipped_package(directory)
    document = page_of(list(organizations_of(directory)))
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _read(form: Form) -> SentDirectory | None:
    """Read the file that came; what refuses it as a whole stands beside its field."""
    file = request.files.get(FILE)
    name = _called(file.filename or "") if file else ""
    if file is None or not name:
        form.refuse(FILE, "directory_missing")
        return None
    content = file.stream.read(LARGEST + 1)
    try:
        directory = read_directory_file(name, content, known=_known(form))
    except FileNotAcceptedError as refusal:
        form.errors[FILE] = file_sentence(refusal, language=current_reader().language)
        return None
    source, is_part = form.data["source"], bool(form.data["is_part"])
    return SentDirectory(
        source=source, is_part=is_part, file_name=name, content=content, directory=directory
    )


def _called(name: str) -> str:
    """What the file is called, as far as a page can carry it."""
    return "".join(sign for sign in name if sign.isprintable())[-LONGEST_NAME:]


def _planned(sent: SentDirectory) -> DirectoryPlan:
    """Compare it with what is known, before anything is locked."""
    with reading() as session:
        return plan_directory(
            session,
            town_id=current_identity().town_id,
            source=sent.source,
            directory=sent.directory,
            today=current_reader().today,
            is_part=sent.is_part,
        )


def _known(form: Form) -> set[tuple[str, str]]:
    """What a part may lead to though it does not name it."""
    if not form.data.get("is_part"):
        return set()
    with reading() as session:
        return set(entry_rows(session, form.data["source"]))


def _send_page(form: Form, faults: Sequence[EntryFault] = ()) -> ResponseReturnValue:
    with reading() as session:
        known = sources(session)
    show = page if form.is_valid and not faults else again
    return show(
        "coordination/send_directory.html",
        form=form,
        known=known,
        faults=said_faults(faults, current_reader()),
        number=len(faults),
        megabytes=LARGEST >> 20,
    )
