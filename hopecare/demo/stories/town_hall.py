"""What a town lives through beside its people: own values, a network that stumbles, a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.demo.stage import BY
from hopecare.domain.channels import Channel
from hopecare.domain.town_settings import PRICES
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.clear_channel_alert import clear_channel_alert
from hopecare.services.raise_channel_alert import raise_channel_alert
from hopecare.services.set_setting import SettingWish, set_setting

if TYPE_CHECKING:
    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller

ASKED_AT_ONCE: Final = {
    "asked_at_once": 5,
    "answer_within_minutes": 720,
    "waits_for_morning": True,
}

INVENTED_PRICES: Final = {"text_part": 12_000_000, "call_minute": 60_000_000}
"""12 won a part of a text, 60 won a begun minute of a call, in millionths: nobody's price."""


def own_values(tell: Teller) -> Story:
    """One centre asks more neighbours at once, and the town plans to keep some reports longer."""
    stage, session = tell.stage, tell.stage.session
    administrator = stage.staff["town:administrator"]
    yield stage.at(-30, "09:30")
    more = SettingWish(
        key="offers.ordinary",
        value=ASKED_AT_ONCE,
        from_on=stage.date_of(-28),
        reason="조안면과 와부읍은 봉사자가 멀리 흩어져 살아, 세 분으로는 자주 비었습니다.",
        centre_id=stage.centres["south"].id,
    )
    set_setting(session, wish=more, by=administrator, now=stage.now)
    yield stage.at(-6, "16:00")
    longer = SettingWish(
        key="retention.report_without_case",
        value={"months": 18},
        from_on=stage.date_of(25),
        reason="시 개인정보 보호 회의에서 정했습니다. 이듬해 겨울에 다시 알려 온 일이 잦았습니다.",
    )
    set_setting(session, wish=longer, by=administrator, now=stage.now)


def invented_prices(tell: Teller) -> Story:
    """The town says what a text and a call cost, so that what it spends can be seen.

    The figures are invented like everything here: they come from no contract and from no network.
    Words of the days before have no price, as in any town until somebody has said one.
    """
    stage, session = tell.stage, tell.stage.session
    yield stage.at(-21, "09:00")
    prices = SettingWish(
        key=PRICES,
        value=INVENTED_PRICES,
        from_on=stage.date_of(-20),
        reason="예시입니다. 지어낸 단가이며 실제 계약이나 통신사의 요금이 아닙니다.",
    )
    administrator = stage.staff["town:administrator"]
    set_setting(session, wish=prices, by=administrator, now=stage.now)


def texts_fail_for_an_hour(tell: Teller) -> Story:
    """The network loses texts; whoever is on duty is rung, and hears when it is over."""
    stage, session = tell.stage, tell.stage.session
    town_id = stage.town.id
    yield stage.at(-23, "13:05")
    alert = raise_channel_alert(session, town_id=town_id, channel=Channel.SMS, by=BY, now=stage.now)
    yield stage.at(-23, "13:11")
    if alert is not None:
        by = stage.coordinator("north")
        acknowledge_alert(session, alert_id=alert.id, by=by, now=stage.now)
    yield stage.at(-23, "13:58")
    clear_channel_alert(session, town_id=town_id, channel=Channel.SMS, by=BY, now=stage.now)
