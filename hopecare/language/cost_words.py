"""Small money in words: prices of texts and calls are kept in millionths."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from babel.numbers import format_currency, format_decimal, get_currency_precision

from hopecare.domain.cost_cap import CapMark
from hopecare.language import N_

if TYPE_CHECKING:
    from hopecare.domain.cost_cap import MonthCost
    from hopecare.language.reader import Reader

PLACES: Final = -6
_UNPRICED: Final = N_(
    "%(count)s of them have no price in this town's money, so they are not counted."
)
_ONE_UNPRICED: Final = N_("One of them has no price in this town's money, so it is not counted.")


def micros_words(micros: int | None, reader: Reader, currency: str | None = None) -> str:
    """9.9원, £0.0083: as many places as the price has, and nothing for nothing."""
    if micros is None:
        return ""
    unit, amount = currency or reader.currency, Decimal(micros).scaleb(PLACES).normalize()
    if unit == "KRW" and reader.language == "ko":
        return f"{format_decimal(amount, locale='ko', decimal_quantization=False)}원"
    if amount == round(amount, get_currency_precision(unit)):
        return format_currency(amount, unit, locale=reader.language)
    return format_currency(
        amount, unit, locale=reader.language, decimal_quantization=False, currency_digits=False
    )


def micros_written(micros: int) -> str:
    """The amount as somebody would type it: 9.9."""
    return f"{Decimal(micros).scaleb(PLACES).normalize():f}"


def month_cost_words(cost: MonthCost, reader: Reader) -> list[str]:
    """Say what the month has cost so far, and what follows; nothing where nothing is known."""
    if not cost.is_known:
        return []
    spent = micros_words(cost.spent_micros, reader)
    if cost.cap_micros:
        cap = micros_words(cost.cap_micros, reader)
        sentence = N_("Texts and calls this month: %(spent)s of %(cap)s.")
        lines = [reader.say(sentence, spent=spent, cap=cap)]
    else:
        sentence = N_("Texts and calls this month: %(spent)s. There is no cap.")
        lines = [reader.say(sentence, spent=spent)]
    if cost.mark is CapMark.REACHED:
        held = N_("The month's money is spent. What could wait is held, and stands in this list.")
        lines.append(reader.say(held))
    if cost.without_price:
        lines.append(unpriced_words(cost.without_price, reader))
    return lines


def unpriced_words(number: int, reader: Reader) -> str:
    """Say how many a sum leaves out."""
    return reader.say(_ONE_UNPRICED if number == 1 else _UNPRICED, count=reader.count(number))
