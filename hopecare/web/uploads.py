"""A paper that comes with a form: read as a small clean picture, or refused beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from hopecare.domain.attachments import LARGEST_UPLOAD
from hopecare.errors import FileNotAcceptedError
from hopecare.reading.pressing import press_paper
from hopecare.web.kept_forms import FILE_LOST

if TYPE_CHECKING:
    from hopecare.web.forms import Form

FIELD: Final = "paper"
ACCEPTED: Final = "image/jpeg,image/png,image/webp,application/pdf"


def read_paper(form: Form, *, is_required: bool) -> bytes | None:
    """Give the JPEG to be kept; what the file is called and claims to be counts nothing."""
    sent = request.files.get(FIELD)
    if sent is None or not sent.filename:
        if FILE_LOST in request.form:
            form.refuse(FIELD, "file_again")
        elif is_required:
            form.refuse(FIELD, "file_missing")
        return None
    try:
        return press_paper(sent.stream.read(LARGEST_UPLOAD + 1))
    except FileNotAcceptedError as error:
        facts = {name: fact for name, fact in error.facts.items() if name != "problem"}
        form.refuse(FIELD, str(error.facts["problem"]), **facts)
        return None


def ask_for_file_again(form: Form) -> None:
    """Where a form comes back with mistakes, say that its file has to be chosen once more."""
    sent = request.files.get(FIELD)
    if form.errors and sent is not None and sent.filename:
        form.refuse(FIELD, "file_again")
