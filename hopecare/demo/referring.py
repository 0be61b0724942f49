"""The course of a household that is referred: the office answers, or not yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.demo.dealing import Dealer
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.services.miss_referral_answer import miss_referral_answer
from hopecare.services.open_case import CasePlan
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.see_referral import see_referral
from hopecare.services.withdraw_referral import withdraw_referral

if TYPE_CHECKING:
    from random import Random

    from hopecare.demo.stage import Story
    from hopecare.domain.identity import Identity
    from models import Person, Referral

ANSWERS: Final = (
    None,
    RefusalReason.OVER_INCOME,
    "accepted",
    ReferralOutcome.GRANTED,
    "withdrawn",
    ReferralOutcome.NOT_GRANTED,
    RefusalReason.PAPERS_MISSING,
    ReferralOutcome.PARTLY_GRANTED,
    "seen",
    "silent",
)
SERVICES: Final = ("housing", "livelihood", "medical", "education")


@dataclass(frozen=True, slots=True)
class Referring(Dealer):
    """Deals with those who are referred."""

    def _referred_on(self, number: int, answer: object, random: Random) -> int:
        """Who is decided about was referred long ago; who still waits, lately, but for one."""
        if answer == "silent":
            return -random.randint(40, 60)
        if answer not in (None, "accepted", "seen"):
            return -random.randint(18, 70)
        return -33 if number == 0 else -random.randint(13, 26)

    def referral(self, number: int, random: Random, head: Person | None) -> Story:
        """A household is assessed and referred; the office answers, or not yet."""
        if head is None:
            return
        stage, tell = self.stage, self.tell
        worker, _ = self.staff_of(head)
        answer = ANSWERS[number % len(ANSWERS)]
        day = self._referred_on(number, answer, random)
        yield self._hour(random, day)
        key = random.choice(tuple(tell.cast.households)[:12])
        assessment = tell.assesses_like(key, head, by=worker, random=random)
        case = tell.opens_case(head, CasePlan(), by=worker)
        yield self._hour(random, day + 1)
        referral = tell.refers(
            case, SERVICES[number % len(SERVICES)], by=worker, assessment=assessment
        )
        yield self._hour(random, day + random.randint(4, 12))
        if answer == "silent":
            yield self._hour(random, day + 33)
        self._office_does(referral, answer, worker)
        if isinstance(answer, ReferralOutcome):
            yield self._hour(random, min(-1, day + 15))
            record_referral_outcome(
                stage.session,
                referral_id=referral.id,
                outcome=answer,
                outcome_on=stage.today,
                amount_minor=None,
                currency=None,
                by=worker,
                now=stage.now,
            )

    def _office_does(self, referral: Referral, answer: object, worker: Identity) -> None:
        """What the office does, or what follows where it does nothing."""
        stage, tell = self.stage, self.tell
        if answer == "withdrawn":
            withdraw_referral(stage.session, referral_id=referral.id, by=worker, now=stage.now)
        elif answer == "seen":
            see_referral(stage.session, referral, by=worker, now=stage.now)
        elif answer == "silent":
            miss_referral_answer(stage.session, referral_id=referral.id, by=worker, now=stage.now)
        elif isinstance(answer, RefusalReason):
            tell.office_answers(referral, by=worker, refusal=answer, door=AnswerDoor.LETTER)
        elif answer is not None:
            tell.office_answers(referral, by=worker)
