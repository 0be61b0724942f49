"""What a send will cost, written on its message before it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.message_cost import cost_of, cost_of_call
from hopecare.queries.lost_sends import count_losses

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.channel_profiles import ChannelProfile
    from models import Message


def price_send(session: Session, message: Message, body: str, profile: ChannelProfile) -> int:
    """Write its price and give what this send adds: a call counts as short until it has ended.

    What was sent before and got lost has cost its price already; a try since then that came to
    nothing has not.
    """
    is_text = message.channel is Channel.SMS
    cost = cost_of(body, profile) if is_text else cost_of_call(0, profile)
    message.segments = cost.units if is_text else None
    spent = message.cost_micros or 0 if message.sent_at is not None else 0
    if spent and message.attempt > count_losses(session, message)[1]:
        return 0
    message.cost_micros = None if cost.micros is None else spent + cost.micros
    message.cost_currency = cost.currency
    return cost.micros or 0
