"""Everything that can be refused: one class a kind, each with a stable code and its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hopecare.reading.faults import Fault
    from hopecare.reading.hsds_faults import EntryFault


class HopecareError(Exception):
    """The root of all refusals; `reason` is a stable code, `facts` hold ids and codes only."""

    reason: ClassVar[str] = "refused"

    def __init__(self, *named: object, **facts: object) -> None:
        """Keep the facts, for logs and for the sentence made at the door; `named`: a line each."""
        self.facts: dict[str, object] = facts
        said = " ".join([self.reason, *(f"{name}={value}" for name, value in facts.items())])
        super().__init__("\n".join([said, *map(str, named)]))


class NotFoundError(HopecareError):
    """What was asked for is not there, or not visible from here."""

    reason = "not_found"


class NotPermittedError(HopecareError):
    """This person may not do or see that."""

    reason = "not_permitted"


class SignInNeededError(HopecareError):
    """Nobody is signed in, or the sign-in has lapsed."""

    reason = "sign_in_needed"


class SignInRefusedError(HopecareError):
    """The name, code or password is wrong, or was tried too often."""

    reason = "sign_in_refused"


class TooManyTriesError(HopecareError):
    """This was tried too often; it opens again later."""

    reason = "too_many_tries"


class RateLimitedError(HopecareError):
    """This caller asks too often; the fact `seconds` says how long to wait."""

    reason = "rate_limited"


class MoveNotAllowedError(HopecareError):
    """The care path has no such move from this state."""

    reason = "move_not_allowed"


class DayHasPassedError(MoveNotAllowedError):
    """The last day on which help was wished is over: nobody is asked for it any more."""

    reason = "day_has_passed"


class ElsewhereThenError(MoveNotAllowedError):
    """They have promised to be somewhere else at that hour by now."""

    reason = "elsewhere_then"


class StaleVersionError(HopecareError):
    """Someone else changed the row since it was read."""

    reason = "stale_version"


class OperationConflictError(HopecareError):
    """The same operation key came with another content."""

    reason = "operation_conflict"


class AlreadyTakenError(HopecareError):
    """Somebody else was first, or it already exists."""

    reason = "already_taken"


class NoConsentError(HopecareError):
    """The person has not agreed to this, or no longer does."""

    reason = "no_consent"


class OtherOfficeError(HopecareError):
    """The service belongs to another office now: what the first one was sent is not for it."""

    reason = "other_office"


class WordingsUnseenError(HopecareError):
    """Nobody of the town has looked at the words this would say by itself."""

    reason = "wordings_unseen"


class UnsafeContactError(HopecareError):
    """A contact-safety rule forbids this channel, hour or wording."""

    reason = "unsafe_contact"


class SpeaksAgainstError(HopecareError):
    """Something speaks against sending, and nobody has said why it is sent all the same."""

    reason = "speaks_against"

    def __init__(self, findings: Collection[str], **facts: object) -> None:
        """Keep by code what was not answered."""
        self.findings = sorted(findings)
        super().__init__(findings=self.findings, **facts)


class AskCapacityFirstError(SpeaksAgainstError):
    """What is known of the office's places is too old: it is asked before anything is sent."""

    reason = "ask_capacity_first"


class MergedRecordError(HopecareError):
    """This record was merged: everything is on the page of the person it leads to."""

    reason = "merged_record"


class MergeRefusedError(HopecareError):
    """These two records cannot be merged, or not taken apart again; `obstacles` say why."""

    reason = "merge_refused"


class LinkExpiredError(HopecareError):
    """The link was used up, withdrawn or is too old."""

    reason = "link_expired"


class NoFontError(HopecareError):
    """No font that shows Hangul is installed, so nothing can be printed."""

    reason = "no_font"


class SettingsMissingError(HopecareError):
    """A town lacks a setting that this act needs."""

    reason = "settings_missing"


class ProviderSilentError(HopecareError):
    """A phone network did not answer when we asked what it had taken."""

    reason = "provider_silent"


class InvalidInputError(HopecareError):
    """What was given cannot be taken: a list of codes for each field."""

    reason = "invalid_input"

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        """Keep the codes beside the fields they belong to."""
        self.fields: dict[str, list[str]] = {name: list(codes) for name, codes in fields.items()}
        super().__init__(fields=sorted(self.fields))


class FileNotAcceptedError(HopecareError):
    """A file cannot be read as a whole; the fact `problem` is the code of the reason."""

    reason = "file_not_accepted"


class LinesRefusedError(HopecareError):
    """Lines of a file cannot be taken as they stand: (file name, fault) of each."""

    reason = "lines_refused"

    def __init__(self, faults: Sequence[tuple[str, Fault]]) -> None:
        """Keep every fault; the sentences are made for the reader later."""
        self.faults = tuple(faults)
        super().__init__(lines=len(self.faults))


class DirectoryNotAcceptedError(HopecareError):
    """A directory has entries that cannot be taken: nothing of it was; `faults` name each."""

    reason = "directory_not_accepted"

    def __init__(self, faults: Sequence[EntryFault]) -> None:
        """Keep every fault; the sentences are made for the reader later."""
        self.faults = tuple(faults)
        super().__init__(faults=len(self.faults))


class DirectoryChangedError(HopecareError):
    """What would come of a directory is not what was shown: something changed in between."""

    reason = "directory_changed"


class DirectoryUploadOverError(HopecareError):
    """A directory that was sent has been taken over already, or is not kept any more."""

    reason = "directory_upload_over"


class PhoneRefusedError(HopecareError):
    """What was given cannot be taken as a telephone number; `code` says why."""

    reason = "phone_refused"


class ScopeMissingError(HopecareError):
    """A town's rows were touched by a session that was opened for no town."""

    reason = "scope_missing"


class ScopeCrossedError(HopecareError):
    """A row of one town was written from another."""

    reason = "scope_crossed"


class ReadOnlySessionError(HopecareError):
    """A reading session tried to write."""

    reason = "read_only_session"


class KeyUnknownError(HopecareError):
    """A value was encrypted under a key that is not in the keyring, or was tampered with."""

    reason = "key_unknown"


class ExpressionRefusedError(HopecareError):
    """An expression of a rule pack is not one of the few forms we walk."""

    reason = "expression_refused"


class PackRefusedError(HopecareError):
    """A rule pack has mistakes; each is named with its file and line, one a line."""

    reason = "pack_refused"

    def __init__(self, problems: Sequence[object]) -> None:
        """Keep every problem, so that all can be mended at once."""
        self.problems: list[object] = list(problems)
        super().__init__(*self.problems, problems=len(self.problems))


class ProfileRefusedError(PackRefusedError):
    """A channel profile has mistakes; each is named with its file and line."""

    reason = "profile_refused"


class NoRulesOnDateError(HopecareError):
    """The rule pack says nothing about this day."""

    reason = "no_rules_on_date"

    def __init__(self, *, days: Sequence[tuple[str, str]], **facts: object) -> None:
        """Keep which days it has rules for, each stretch with its ends; one may have no last."""
        self.days: tuple[tuple[str, str], ...] = tuple(days)
        super().__init__(**facts)


class SettingsError(HopecareError):
    """The environment does not let HopeCare start; every mistake is named."""

    reason = "settings"

    def __init__(self, mistakes: Sequence[str]) -> None:
        """Keep every mistake, so that all can be mended at once."""
        self.mistakes: list[str] = list(mistakes)
        super().__init__(*(f"  - {line}" for line in mistakes))
