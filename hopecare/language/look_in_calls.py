"""What staff read where somebody who holds a key is not sent to a resident's door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language import N_

if TYPE_CHECKING:
    from hopecare.language.reader import Reader


def agree_who_looks_in(keyholder: str, reader: Reader) -> str:
    """Say who is not sent any more, and what to agree on."""
    return reader.say(
        N_(
            "%(keyholder)s stays written down to look in, and is not sent any more. Agree on who "
            "else may, and end what is written down, or leave it."
        ),
        keyholder=keyholder,
    )


def nobody_was_sent(reader: Reader) -> str:
    """Say that it is for staff alone to see who goes."""
    return reader.say(
        N_(
            "Nobody was sent to look in: of those who are written down none may go or is reached. "
            "Ring, and decide who goes to the door."
        )
    )
