"""What a refusal says to a person: what happened, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from hopecare.language import N_


@dataclass(frozen=True, slots=True)
class Words:
    """One refusal in plain words."""

    title: str
    next_step: str
    leads_to: tuple[str, str] | None = None
    """The page on which the next step is taken, and what its link says."""


NOT_FOUND: Final = Words(
    N_("We cannot find this page"),
    N_("It may have been moved or ended, or it belongs to somebody else. Go back, or search."),
)
NOT_YOURS: Final = Words(
    N_("This page is not open to you"),
    N_("If you need it for your work, ask your coordinator or administrator."),
)
TOO_LARGE: Final = Words(
    N_("This is too large to send"),
    N_("Go back, shorten the text or choose a smaller file, and send it again."),
)
TOO_OFTEN: Final = Words(
    N_("That was tried too often"),
    N_("Please wait a few minutes and try again, or call the office."),
)
CHECK_AGAIN: Final = Words(
    N_("We could not read what was sent"),
    N_("Go back, load the page again and send it once more. Nothing has been changed."),
)
CHANGED: Final = Words(
    N_("Something has changed in the meantime"),
    N_("Go back and load the page again to see how it stands now. Nothing was overwritten."),
)

WORDS_OF_STATUS: Final[dict[int, Words]] = {
    HTTPStatus.BAD_REQUEST: CHECK_AGAIN,
    HTTPStatus.UNAUTHORIZED: Words(
        N_("That did not work"), N_("Please check what you typed and sign in again.")
    ),
    HTTPStatus.FORBIDDEN: NOT_YOURS,
    HTTPStatus.NOT_FOUND: NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED: Words(
        N_("This page cannot be opened this way"), N_("Go back and use the button on the page.")
    ),
    HTTPStatus.CONFLICT: CHANGED,
    HTTPStatus.GONE: Words(
        N_("This link no longer works"), N_("Please ask the office for a new one.")
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY: CHECK_AGAIN,
    HTTPStatus.TOO_MANY_REQUESTS: TOO_OFTEN,
    HTTPStatus.SERVICE_UNAVAILABLE: Words(
        N_("HopeCare is not set up yet"),
        N_("The administrator has to load a town first; the README says how."),
    ),
    HTTPStatus.BAD_GATEWAY: Words(
        N_("The telephone network does not answer"),
        N_("We try again by ourselves. If it is urgent, please call."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Words(
        N_("Something went wrong on our side"),
        N_("It has been noted. Please try again in a moment; if it is urgent, call the office."),
    ),
}

WORDS_OF_REASON: Final[dict[str, Words]] = {
    "move_not_allowed": Words(
        N_("This step is no longer possible"),
        N_("It stands differently now. Go back and load the page again to see how."),
    ),
    "day_has_passed": Words(
        N_("The day of this help has passed"),
        N_("Nobody is asked for it any more. If it can still be done, change its day first."),
    ),
    "elsewhere_then": Words(
        N_("Another visit was promised for that hour"),
        N_("Hand that one back first. Until then somebody else is looked for on this day."),
    ),
    "operation_conflict": Words(
        N_("This form was already sent"),
        N_("It was sent before with other words. Open the page anew to send something else."),
    ),
    "directory_upload_over": Words(
        N_("This directory is not waiting any more"),
        N_(
            "It was taken over already, or its file is not kept any more. "
            "Send the file again if you still need it."
        ),
    ),
    "directory_changed": Words(
        N_("What would change is not what you saw"),
        N_("Nothing was taken in. Please send the file again and look once more."),
    ),
    "already_taken": Words(
        N_("Somebody was faster"), N_("Nothing more is needed from you here. Thank you.")
    ),
    "no_consent": Words(
        N_("The person has not agreed to this"),
        N_("Talk with them first and record what they say; then try again."),
    ),
    "other_office": Words(
        N_("Another office has this service now"),
        N_("Nothing was sent: what stands here was for the first one. Refer them anew instead."),
    ),
    "no_font": Words(
        N_("The PDF cannot be printed on this machine"),
        N_(
            "No font that shows Hangul was found. Ask whoever runs the machine to install the "
            "package fonts-nanum, or to name a font in HOPECARE_PDF_FONT. The JSON file works."
        ),
    ),
    "merged_record": Words(
        N_("This record was merged with another one"),
        N_("Everything about this person is on one page now. Look for them by name or number."),
    ),
    "merge_refused": Words(
        N_("These two records cannot be merged like this"),
        N_("Go back and load the page again: it says what stands in the way."),
    ),
    "wordings_unseen": Words(
        N_("Nobody has looked yet at the words that would be said"),
        N_(
            "Nothing was saved. A coordinator or administrator looks at the automatic words once; "
            "then it can be planned."
        ),
        ("coordination.wordings", N_("Look at the automatic words")),
    ),
    "unsafe_contact": Words(
        N_("Take care when contacting this person"),
        N_("A note on their safety forbids this way or this hour. See the note on their page."),
    ),
}
