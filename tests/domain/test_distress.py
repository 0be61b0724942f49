"""What threatens a life is heard in any sentence; what only sounds like it is not."""

from __future__ import annotations

import pytest

from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reply_words import read_reply

THREATS = {
    "consciousness": [
        "의식이 없어요", "의식이 없으세요", "어머니가 의식을 잃었어요", "정신을 잃었어요",
        "기절했어요", "안 깨어나요", "깨워도 몰라요", "할머니가 안 일어나요", "쓰러질 것 같아요",
        "쓰러져 계세요", "어머니가 대답이 없어요", "반응이 없으세요", "죽은 것 같아요",
        "돌아가신 것 같아요", "he won't wake up", "She is not waking up", "I cannot wake her",
        "she is unconscious", "my husband passed out", "He is not responding", "I feel faint",
        "I think she is dead",
    ],
    "breath": [
        "숨 막혀요", "숨이 막혀요", "숨을 못 쉬겠어요", "숨을 안 쉬어요", "숨 안 쉬세요",
        "호흡이 없어요", "호흡 곤란이 왔어요", "not breathing", "He isn't breathing",
        "I can't breathe", "struggling to breathe", "she is choking", "short of breath today",
    ],
    "heart and stroke": [
        "심장마비", "심장마비 같아요", "가슴이 답답해요", "가슴이 조여요", "뇌졸중인 것 같아요",
        "한쪽이 마비됐어요", "말이 어눌해요", "발작해요", "피를 토해요", "피가 안 멈춰요",
        "heart attack", "I had a stroke", "my chest is tight", "pressure on my chest",
        "chest pains since noon", "he is having a seizure", "coughing up blood",
    ],
    "fire and gas": [
        "불이 났어요", "집에 불났어요", "불이야", "부엌에 불 나요", "연기가 나요",
        "타는 냄새가 나요",
        "가스 냄새가 나요", "가스가 새요", "화재입니다", "house is on fire", "fire in my house",
        "Fire! Fire!", "there is a fire", "I smell gas", "gas leak", "there is smoke",
        "the smoke alarm is ringing",
    ],
    "violence": [
        "남편이 때려요", "아들이 또 때렸어요", "남편한테 맞았어요", "도둑이 들었어요",
        "강도가 들었어요", "누가 집에 들어왔어요", "칼로 위협해요", "협박해요", "he hit me",
        "my son beats me", "someone is breaking in", "somebody broke into my house",
        "there is an intruder", "he has a knife", "he threatened me", "I was robbed",
    ],
    "self-harm": [
        "자살", "자살하고 싶어요", "살기 싫어요", "죽어버리고 싶어요", "죽고 싶어요", "죽을래요",
        "살고 싶지 않아요", "목숨을 끊고 싶어요", "약을 너무 많이 먹었어요", "kill myself",
        "I want to kill myself", "I don't want to live", "I wish I was dead", "suicide",
        "I want to end it all", "I took too many pills",
    ],
    "cannot rise": [
        "일어날 수가 없어요", "일어날 수 없어요", "일어나지 못해요", "못 일어나겠어요",
        "꼼짝 못 하겠어요", "걸을 수가 없어요", "넘어짐", "I cannot get out of bed",
        "I can't get up", "unable to stand", "stuck in the bath", "I am on the floor",
        "she collapsed",
    ],
}  # fmt: skip
HARMLESS = [
    "숨 돌렸어요", "한숨 돌리고 차 마셔요", "숨 막히게 예쁜 날이에요", "의식주는 해결됐어요",
    "가슴이 따뜻해졌어요", "뇌졸중 예방 교육 다녀왔어요", "불 껐어요 괜찮아요", "불 켜 놨어요",
    "방에 불이 나갔어요", "이불 나눠 주셔서 고마워요", "등불 났으면 좋겠네",
    "화재 예방 교육 갔다 왔어요",
    "화재보험 들었어요", "가스 점검 다녀갔어요", "가스 냄새 안 나요", "직장 때려치웠어요",
    "주사 맞았어요", "네 맞아요", "운동 강도가 세요", "자살 예방 교육 들었어요", "약을 다 먹었어요",
    "일어날 수 있어요", "일찍 일어났어요", "화분이 죽어 버렸네요", "커피를 흘렸어요",
    "대답이 없어도 걱정 마세요", "교통이 마비됐대요",
    "fire station visit went well", "the fire drill was fine", "no smell of gas any more",
    "no chest pain today", "a stroke of luck", "the burglar alarm works again",
    "he beat me at chess", "it hit me that it is Monday", "we took a break in the park",
    "I will not wake up early tomorrow", "I can't walk the dog today", "I took all my pills",
    "suicide prevention course was good", "out of bed and fine", "the gas man came",
]  # fmt: skip


@pytest.mark.parametrize("body", [body for said in THREATS.values() for body in said])
def test_what_threatens_a_life_is_heard(body):
    reply = read_reply(body)

    assert (reply.meaning, reply.is_sentence) == (ReplyMeaning.HELP, True)


@pytest.mark.parametrize("body", HARMLESS)
def test_what_only_sounds_like_it_is_not(body):
    assert read_reply(body).meaning is not ReplyMeaning.HELP
