"""The words in which somebody cries for help, by what threatens them, in Korean and English.

Each is looked for in lower case and without punctuation, so that "can't" reads "can t".
"""

from __future__ import annotations

from typing import Final

_CANNOT: Final = r"(?:can ?t|cannot|can not|could not|couldn ?t|unable to)"
_SOMEBODY: Final = r"(?:someone|somebody|they|he|she|man|men|strangers?)"
_STRUCK: Final = r"(?:hit|hits|hitting|(?:slap|punch|kick|attack|threaten|stabb?|strangl)\w*)"
_ROOMS: Final = r"(?:house|home|flat|apartment|kitchen|bed ?room|room|building|bed|roof|oven|stove)"
_HOW: Final = (
    r"(?:(?:at all|very|really|so|too|feeling|doing) )*"
    r"(?:ok|okay|fine|well|good|alright|all right)"
)

ASKS: Final = (
    r"도와\s*주(?!셔서|신|셨)",
    r"도와\s*줘(?!서)",
    r"도와\s*달라",
    r"도움\s*[이을]?\s*(?:필요|요청|좀|청합)",
    r"살\s*려",
    r"구급|응급|위급",
    r"전화\s*(?:좀\s*)?(?:주세요|주십시오|해\s*주|부탁)",
    r"의사\s*(?:선생님?)?\s*[이가]?\s*필요",
    r"\bhelp\b",
    r"\bsos\b",
    r"\b(?:call|ring|phone) (?:me|us)\b",
    r"\bplease (?:call|ring|phone)\b",
    r"\b(?:ambulance|emergency)\b",
    r"\bneeds? (?:to see )?(?:a |the |my )?(?:doctor|nurse|paramedic)\b",
    r"(?<!\d)(?:119|112|911|999)(?!\d)",
)
UNWELL: Final = (
    r"다[쳤쳐]",
    r"아\s*파(?!트)",
    r"아\s*픕",
    r"아픈\s*데",
    r"어지러",
    r"(?<![가-힣])안\s*괜찮",
    r"괜찮지\s*(?:가\s*)?(?:않(?![을나겠])|못)",
    r"(?:몸|건강|컨디션)\s*[이가은도]?\s*(?:(?:너무|많이|좀|영|별로)\s*)?안\s*좋",
    r"\b(?:hurts?|hurting|injured|dizzy)\b",
    r"\bpains?\b",
    rf"\b(?:i|we|he|she|they) (?:am|m|are|re|is|s) not {_HOW}\b(?! (?:with|at|enough|for))",
    r"\b(?:do not|don ?t) feel (?:(?:very|so|too|at all) )*(?:ok|okay|fine|well|good|right)\b",
    r"\b(?:freezing|froze|frozen|freeze) to death\b|얼어\s*죽",
    rf"\A(?:(?:no|im|am) )?not {_HOW}(?: today| please| thanks| thank you)?\Z",
)
CONSCIOUSNESS: Final = (
    r"의식\s*[이을]?\s*(?:없|잃|불명|흐려|흐릿)",
    r"정신\s*[을이]?\s*(?:잃|못\s*차)",
    r"기절",
    r"(?:안|못)\s*(?:깨어|깨시|깨요|깹)",
    r"깨어나(?:지|시지|질)\s*(?:를\s*)?(?:않|못|안)",
    r"깨워도|흔들어도",
    r"[가께]서?\s*안\s*일어나",
    r"(?:대답|반응)\s*[이도을]?\s*(?:없(?!어도)|안\s*하)",
    r"죽은\s*(?:것|거)|돌아가신\s*(?:것|거|듯)",
    r"\b(?:unconscious|unresponsive|fainted|fainting)\b",
    r"\blost consciousness\b",
    r"\bpass(?:ed|ing) out\b",
    r"\bfeel(?:s|ing)? faint\b",
    r"\b(?:not|no longer|isn ?t|stopped) respond(?:ing)?\b",
    r"(?<!\bi )(?<!\bwe )\b(?:will not|won ?t|does not|doesn ?t|did not|didn ?t) wake\b",
    r"\b(?:not|isn ?t) waking\b",
    rf"\b{_CANNOT} wake (?:him|her|them)\b",
    r"\b(?:he|she|they) (?:is|s|are|re|looks?|seems?|may be|might be) dead\b",
)
BREATH: Final = (
    r"숨\s*(?:이|을|못|쉬|차)",
    r"숨\s*(?:도\s*)?(?:막혀|막히(?!게)|막힙|막힐|안\s*쉬|가빠|가쁘|멎|멈)",
    r"호흡\s*[이을]?\s*(?:곤란|없|멈|힘들|안)",
    r"질식",
    rf"\b{_CANNOT} breathe?\b",
    r"\b(?:not|isn ?t|stopped|stops|struggling to|trouble|hardly|barely|hard to) breath(?:e|ing)\b",
    r"\bdifficulty (?:in |with )?breathing\b",
    r"\bshort(?:ness)? of breath\b",
    r"\b(?:choking|suffocating|gasping)\b",
)
HEART_AND_STROKE: Final = (
    r"심장\s*(?:마비|발작|이\s*(?:멈|멎|아|조여))(?!\s*(?:예방|교육))",
    r"심근\s*경색|심\s*정지",
    r"(?:뇌졸중|뇌출혈|뇌경색|중풍)(?!\s*(?:예방|교육|모임))",
    r"가슴\s*[이가을]?\s*(?:(?:너무|많이|자꾸|계속)\s*)?(?:답답|조여|조이|쥐어|뻐근|눌러|눌리)",
    r"(?:몸|팔|다리|얼굴|한쪽|반쪽)\s*[이가에]?\s*마비",
    r"말이?\s*어눌",
    r"발작|경련",
    r"(?<!커)피\s*가?\s*나",
    r"(?<!커)피\s*[를가도]?\s*(?:(?:많이|계속|자꾸)\s*)?(?:토|흘[리려렸]|쏟|안\s*멈)",
    r"출혈|각혈",
    r"\bheart attacks?\b(?! prevention)",
    r"\bcardiac arrest\b",
    r"\b(?:a|had|having|another|mini) strokes?\b(?! (?:of|group|club|prevention))",
    r"\bchest (?:(?:is|feels|very|really|so|gets) )*(?:tight|heavy|hurts?|aches?|pressure)",
    r"\b(?:tight|tightness|pressure|ache|crushing)(?: (?:in|on|my|his|her|the|their))* chest\b",
    r"\b(?:seizures?|paraly[sz]ed|slurring|slurred)\b",
    r"\bface (?:is |s )?droop",
    r"\bbleeding\b",
    r"\b(?:vomit\w*|cough\w*|throwing|spitting|bringing|losing|lost)(?: up)?(?: a lot of)? blood\b",
    r"\bdying\b",
)
FIRE_AND_GAS: Final = (
    r"(?<![이등])불\s*[이도]?\s*(?:났|나(?![갔간왔온옵오])|붙|번[졌지져])",
    r"(?<![가-힣])불이야",
    r"화재(?!\s*(?:예방|보험|점검|교육|훈련|감지|안전|대피\s*훈련))",
    r"연기\s*[가이]?\s*(?:나|났|가득|자욱|차)",
    r"타는\s*냄새",
    r"(?:가스|까스)\s*(?:가|를)?\s*(?:냄새|새(?![해로 ])|샌|샙|샜|누출|폭발|중독)",
    r"\bon fire\b",
    rf"\bfire (?:in|at|on) (?:(?:my|the|our|his|her|their) )?{_ROOMS}\b",
    rf"\b{_ROOMS} (?:is |s )?burning\b",
    r"\b(?:there (?:is|s)|it is|it s|its) (?:a )?(?:fire|smoke)\b(?! (?:station|drill|alarm))",
    r"\bcaught fire\b",
    r"\A(?:fire ?)+(?:please )?\Z",
    r"\b(?:fire|smoke) alarm (?:is |keeps |s )?(?:going|ringing|went)\b",
    r"\bsmoke (?:everywhere|coming)\b",
    r"\bsmell(?:s|ing|ed)? (?:(?:of|like|a|some|strong) )*(?:gas|smoke|burning)\b",
    r"\bgas (?:leak\w*|smell)\b",
    r"\bcarbon monoxide\b",
)
VIOLENCE: Final = (
    r"때[려리렸](?!\s*치|\s*쳤)",
    r"(?:한테|에게)\s*(?:(?:또|계속|자꾸)\s*)?맞(?:았|고|아)",
    r"폭행|협박|폭력(?!\s*예방)",
    r"칼\s*(?:을|로)\s*(?:들|휘|찌|위협)|찔[렀렸려]",
    r"목\s*을?\s*(?:조르|졸라|졸랐)",
    r"도둑\s*[이놈]|강도\s*[가를이]?\s*(?:들|당|맞|야)|침입",
    r"(?:누가|누군가|모르는\s*사람이)\s*(?:(?:자꾸|우리|집에?)\s*)*(?:들어\s*[오와왔]|문을\s*(?:부|따))",
    rf"(?<!\bit )\b{_STRUCK} (?:me|us|him|her|them|my head)\b",
    r"\b(?:beat|beats|beating) (?:me|us|him|her|them)\b(?! (?:at|in|to))",
    r"\b(?:being|was|been|got|were) (?:attacked|beaten up|assaulted|robbed|burgled|stabbed)\b",
    rf"\b{_SOMEBODY} (?:(?:is|are|has|have|s|re|just) )*(?:breaking|broken|broke) in(?:to)?\b",
    rf"\b{_SOMEBODY} (?:(?:is|are|s|re|keeps) )*trying to (?:break|get) in(?:to)?\b",
    r"\b(?:burglars?|intruders?|prowler)\b(?! alarm)",
    rf"\b{_SOMEBODY} (?:(?:s|has|have|got|with) )+a (?:knife|gun)\b",
)
SELF_HARM: Final = (
    r"죽(?:을\s*(?:것|거|만큼)|고\s*싶|겠)",
    r"죽을래|죽으려|죽었으면|죽어야|죽는\s*게|죽어\s*버(?:리고|릴)",
    r"자살(?!\s*예방)|자해",
    r"살(?:기|고)\s*(?:가\s*)?싫|살고\s*싶지|살\s*이유",
    r"목숨\s*을?\s*끊|목\s*을?\s*(?:매[고려]|맬|맸)|뛰어내[리릴]",
    r"약\s*을?\s*(?:너무\s*많이|한꺼번에|통째)",
    r"\bsuicid\w*\b(?! prevention)",
    r"\bkill(?:ing)? (?:my|him|her|them)sel(?:f|ves)\b",
    r"\b(?:hurt|harm|hurting|harming|cutting) myself\b|\bself harm",
    r"\b(?:want|going|like|wish) to (?:die|be dead)\b",
    r"\bwish i (?:was|were) dead\b|\bbetter off dead\b",
    r"\bend (?:my life|it all)\b",
    r"\b(?:do not|don ?t|no longer) (?:want|wish) to (?:live|be alive|be here any ?more|go on)\b",
    r"\bno reason to live\b",
    r"\boverdos\w*\b|\btoo many (?:pills|tablets)\b",
)
CANNOT_RISE: Final = (
    r"넘\s*어\s*[졌져지짐]",
    r"쓰\s*러\s*[졌져지짐질진]",
    r"못\s*(?:움직|일어|걷|걸)",
    r"움직일\s*수",
    r"(?:일어날|일어설|일어서질|걸을)\s*수\s*[가는도]?\s*없",
    r"(?:일어나|일어서|걷|움직이)[지질]\s*(?:를\s*|도\s*)?못",
    r"꼼짝\s*(?:도\s*)?(?:못|할\s*수)",
    r"\b(?:fell|fallen|collapsed|collapsing)\b",
    rf"\b{_CANNOT} (?:(?:even|really) )?(?:move|get up|sit up|stand)\b",
    rf"\b{_CANNOT} (?:even )?walk\b(?! (?:the|my|your|to|that))",
    rf"\b{_CANNOT} get out of (?:(?:my|the) )?(?:bed|bath|chair|shower|tub)\b",
    r"\bstuck (?:in|on) (?:the|my) (?:bed|bath|floor|chair|toilet|shower|tub)\b",
    r"\b(?:am|m|is|s|are|lying|lies) on the floor\b",
)
CALLS: Final = (
    *ASKS,
    *UNWELL,
    *CONSCIOUSNESS,
    *BREATH,
    *HEART_AND_STROKE,
    *FIRE_AND_GAS,
    *VIOLENCE,
    *SELF_HARM,
    *CANNOT_RISE,
)
NO_CALLS: Final = (
    r"\b(?:i|we) (?:can|could|will|ll)(?: gladly| happily)? help\b(?! me| us)",
    r"\b(?:i|we) (?:would|d) (?:like|love) to help\b(?! me| us)",
    r"\b(?:i|we) (?:am|m|are|re) able to help\b(?! me| us)",
    r"\b(?:glad|happy) to help\b(?! me| us)",
    r"\bthank(?:s| you)(?: very much| so much)? for (?:your |the |all (?:your|the) )?help\b",
    r"\bno (?:more )?(?:chest )?pains?\b|안\s*아[파픕]",
    r"(?:일|날|때|시간|주|오전|오후)(?:은|엔|에는)\s+안\s*괜찮",
    r"\b(?:do not|don ?t|no) need (?:to see )?(?:a |the )?(?:doctor|nurse|paramedic)\b",
    r"\b(?:do not|don ?t|never|no need to) (?:call|ring|phone)(?: me| us)?\b",
    r"\bno (?:more )?(?:gas leak|gas smell|smell of (?:gas|smoke|burning))\b",
    r"냄새\s*[는가도]?\s*(?:이제\s*)?(?:안\s*나|없)",
)
"""An offer of help, thanks for it, an hour that does not suit, the wish not to be rung, no gas."""
AT_LIMIT: Final = (
    r"더\s*는?\s*못|더\s*이상\s*못|못\s*(?:버티|견디)",
    r"\b(?:can ?t|cannot|can not) (?:go on|cope|do this any ?more|take any more)\b",
)
"""A carer at the end of their strength."""
