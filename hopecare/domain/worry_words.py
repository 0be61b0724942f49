"""Words in which somebody tells that another may be in trouble, though nobody cries for help.

A person reads them soon, also at night; they alarm nobody by themselves, but for a death that is
told from the door somebody was asked to look in at. A remark about the weather is none of them, nor
that somebody missed a call of ours. As with distress, each is looked for in
lower case and without punctuation.
"""

from __future__ import annotations

import re
from typing import Final

from hopecare.domain.going_words import plain_words

_NOT: Final = (
    r"(?:does not|doesn ?t|did not|didn ?t|is not|isn ?t|has not|hasn ?t|have not|haven ?t|"
    r"will not|won ?t|not|never|nobody|no ?one)"
)
_CANNOT: Final = r"(?:can ?t|cannot|can not|could not|couldn ?t|unable to|not able to)"
_THEM: Final = (
    r"(?:(?:him|her|them)(?! (?:house|flat|home|place|door|address|number|street|keys?))|mr|mrs|ms|"
    r"(?:my|the|our) (?:neighbou?r|mother|father|mum|mom|dad|husband|wife|friend|resident))\b"
)
_INSIDE: Final = (
    r"(?:in here|in there|inside|indoors|(?:at|in) (?:(?:my|the|his|her|their|our) )?"
    r"(?:home|house|flat|room|apartment|place|kitchen|bed ?room))"
)
_LIFE: Final = r"(?:heating|heat|hot water|water|electricity|power|food|medicine|insulin|oxygen)"
_BROKEN: Final = r"(?:broken|broke|off|out|down|failed|cut off|not working|gone)"
_VERY: Final = r"(?:(?:너무|많이|아주|엄청|정말|진짜|또|계속|전혀|통|자꾸|아예|다)\s*)*"
_SUPPLY: Final = r"(?<![가-힣])(?:보일러|난방|전기|수도|온수|물|가스)"
_ROOM: Final = r"(?<![가-힣])(?:집\s*안|방\s*안|집|방|실내|여기|거실|바닥|댁)"

SILENT: Final = (
    rf"(?:전화|휴대폰|핸드폰)\s*[를을도은는]?\s*{_VERY}(?:안\s*받(?![을겠])|받[지질]\s*[를도]?\s*않(?![을겠]))",
    rf"(?:연락|통화)\s*[이가도은을]?\s*{_VERY}(?:안\s*(?:돼|되(?!면)|됩|된)|되지\s*않|안\s*닿|닿지|두절|끊)",
    r"(?:전화|휴대폰|핸드폰)\s*[가이도]?\s*(?:계속\s*)?꺼져",
    r"(?:소식|기척|인기척)\s*[이도은]?\s*(?:전혀\s*)?없",
    r"(?:며칠|이틀|사흘|나흘|일주일|어제)\S*\s+(?:\S+\s+)?(?:(?:안|못)\s*(?:보이|보여|보입|뵀|봤|봬)|보이지\s*않)",
    r"(?<![가-힣])(?:통|도통|도무지)\s*(?:안|못)\s*(?:보이|보여|보입|뵀|봤)",
    r"(?:신문|우유|우편물|택배)\S*\s+(?:\S+\s+){0,2}쌓[여였이]",
    r"사라[지졌]|없어지[셨시]|실종|길을\s*잃|집을\s*나[가갔]",
    rf"\b{_NOT} (?:\w+ )?(?:pick|picks|picked|picking) up(?! (?:the (?!phone)|an? |my |our ))",
    r"\b(?:he|she|they) never answer(?:s|ed)?\b",
    rf"\b{_CANNOT} (?:reach|find|get (?:hold|a hold) of|get through to) {_THEM}\b",
    rf"\b{_NOT} (?:\w+ )?(?:heard from|seen) (?:him|her|them|mrs?|ms)\b",
    r"\b(?:no sign|no trace|no word) (?:of|from) (?:him|her|them|mrs?|ms)\b",
    r"\b(?:he|she|they) (?:is|are|s|re|has|have|went) (?:gone )?missing\b",
    r"\b(?:his|her|their) (?:mobile |cell |tele)?phone (?:is|s|was) (?:switched |turned )?off\b",
    r"\b(?:straight|goes|went) to voice ?mail\b",
    r"\b(?:mail|newspapers?|milk|post) (?:is |are |s )?piling up\b",
)
COLD_OR_HUNGRY: Final = (
    r"냉골|저체온|동상\s*[이에]|열사병|탈진",
    rf"{_ROOM}\s*[이가은는도에서]*\s*{_VERY}(?:춥|추[워웠운]|얼음장|얼[어었]|차가[워웠]|덥|더[워웠])",
    rf"{_SUPPLY}\s*[이가은는도를]?\s*{_VERY}(?:고장|끊[겼겨기긴]|안\s*(?:나[와오옵]|[돼되됩]|들어|켜)|나갔|얼었)",
    rf"(?:먹을|드실|잡수실)\s*(?:것|거|게|음식)\s*[이가도은]?\s*{_VERY}(?:없|떨어)",
    r"굶[고었으어]|못\s*드[시셨신세]|식사\s*[를도]?\s*(?:전혀\s*)?(?:못|안)\s*(?:하[시셨세]|드[시셨세])",
    rf"(?<![가-힣])(?:약|인슐린|산소)\s*[이가도은]?\s*{_VERY}(?:떨어|없(?!이))",
    rf"\b(?:freezing|icy|(?:very|so|too|really|extremely) (?:cold|hot)|boiling) {_INSIDE}",
    r"\b(?:house|home|flat|room|place) (?:is |s )?(?:\w+ )?(?:freezing|ice cold|too cold)",
    r"\b(?:i|he|she|they|we) (?:am|m|is|s|are|re) freezing\b",
    rf"\b(?:no|without|not any|out of|ran out of|run out of) (?:any )?{_LIFE}\b",
    rf"\b(?:heating|boiler|power|electricity|water) (?:is |s |has |was |keeps )*{_BROKEN}\b",
    r"\b(?:starving|hypothermia|heat ?stroke|dehydrated)\b",
    rf"\b{_NOT} (?:been )?(?:eat|eats|eaten|eating|drunk|drinking)\b",
)
DIED: Final = (
    r"(?<!댁으로 )(?<!집으로 )(?<!댁에 )(?<!집에 )돌아가[셨신]",
    r"(?<![가-힣])숨\s*[을이]?\s*(?:졌|거[두뒀])|사망|세상을\s*(?:떠|뜨|떴)",
    r"\bpass(?:ed|es)? away\b",
    r"\b(?<!battery )(?<!phone )(?<!car )(?:has|have|he|she|they|s) died\b",
    r"\bfound (?:him|her|them) dead\b",
)
"""Of whoever goes home "돌아가시다" is said as well: not where the home is named."""
UNEASY: Final = (
    r"걱정\s*[이도]?\s*(?:돼|되(?!지)|됩|된|스)",
    r"(?:이상|수상)\s*(?:해요|합니다|하세요|하십|한\s*(?:냄새|소리))",
    r"(?:비명|고함|싸우는)\s*(?:을|소리)?",
    r"\bworr(?:y|ied|ying)\b(?! not)|\bconcerned (?:about|for)\b",
    r"\bsomething (?:is |s )?(?:very |really )?(?:wrong|not right|strange)\b",
    r"\b(?:strange|bad|terrible|awful|foul) smell\b|\bscream(?:s|ing|ed)?\b",
)
WORRIES: Final = re.compile("|".join((*SILENT, *COLD_OR_HUNGRY, *DIED, *UNEASY)))
HAS_DIED: Final = re.compile("|".join(DIED))
NO_WORRIES: Final = re.compile(
    r"걱정\s*(?:은|을|도)?\s*(?:마|하지|안|없|끼)|걱정해\s*주"
    r"|\b(?:do not|don ?t|no need to|not|never|no) worr(?:y|ied|ies)\b"
    r"|\b(?:i|we) (?:(?:do|did|have|had|could|will|don|didn|haven|won|t|not|never|just) )*"
    r"(?:pick(?:ed|ing)? up|eat|eaten)\b"
)
"""Comfort is no worry, nor what the writer themself did not do."""


def sounds_worried(body: str) -> bool:
    """Whether these words may tell of somebody in trouble."""
    return WORRIES.search(NO_WORRIES.sub(" ", _plain(body))) is not None


def tells_of_death(plain: str) -> bool:
    """Whether somebody is said to have died, in lower case without punctuation."""
    return HAS_DIED.search(plain) is not None


def _plain(body: str) -> str:
    return " ".join(plain_words(body))
