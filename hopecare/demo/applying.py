"""What people of the demonstration apply for: handed in, refused, contested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.applications import Decision, NoBridge
from hopecare.services.decide_application import Decided, decide_application
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.open_application import ApplicationWish, open_application
from hopecare.services.settle_bridge import BridgeWish
from hopecare.services.submit_application import submit_application

if TYPE_CHECKING:
    from hopecare.demo.stage import Stage
    from hopecare.domain.identity import Identity
    from hopecare.domain.outcomes import RefusalReason
    from models import Application, Case, Referral

ALONE = BridgeWish(none_because=NoBridge.NOT_NEEDED)
"""A neighbour comes already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applying:
    """Does what a member of staff writes down about applications, today."""

    stage: Stage
    by: Identity

    def hands_in(
        self,
        case: Case,
        programme: str,
        *,
        referral: Referral | None = None,
        bridge: BridgeWish = ALONE,
    ) -> Application:
        """Begin it and hand it in on the same day: the clock runs."""
        session, now = self.stage.session, self.stage.now
        wish = ApplicationWish(
            programme=programme, referral_id=referral.id if referral else None, bridge=bridge
        )
        begun = open_application(session, case_id=case.id, wish=wish, by=self.by, now=now)
        return submit_application(
            session,
            application_id=begun.id,
            submitted_on=self.stage.today,
            due_on=None,
            by=self.by,
            now=now,
        )

    def is_granted(self, application: Application, words: str) -> None:
        """All that was asked for; the letter that says so comes today, dated some days ago."""
        self._is_decided(application, Decision.GRANTED, None, words)

    def is_refused(self, application: Application, reason: RefusalReason, words: str) -> None:
        """The notice comes likewise."""
        self._is_decided(application, Decision.REFUSED, reason, words)

    def _is_decided(
        self,
        application: Application,
        decision: Decision,
        reason: RefusalReason | None,
        words: str,
    ) -> None:
        stage = self.stage
        decided = Decided(
            decision=decision,
            decided_on=stage.letter_from(application.submitted_on or stage.today),
            notice_on=stage.today,
            refusal=reason,
            words=words,
        )
        decide_application(
            self.stage.session,
            application_id=application.id,
            decided=decided,
            by=self.by,
            now=self.stage.now,
        )

    def objects(self, application: Application) -> None:
        """The objection is handed in; no day for its answer is known."""
        object_to_decision(
            self.stage.session,
            application_id=application.id,
            objected_on=self.stage.today,
            due_on=None,
            by=self.by,
            now=self.stage.now,
        )
