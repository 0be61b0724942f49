"""A worker process of its own, for killing: sends what is due until nothing is."""

from __future__ import annotations

import os
from datetime import datetime

from hopecare import keyring
from hopecare.clock import SetClock
from hopecare.database import Database
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from notifications.routing import Networks
from notifications.twilio_client import TwilioAccount
from notifications.twilio_sms import TwilioSms
from notifications.twilio_voice import TwilioVoice


def main() -> None:
    keyring.install(keyring.Keyring.from_secret(os.environ["SECRET"]))
    account = TwilioAccount(
        account_sid=os.environ["SID"],
        auth_token=os.environ["TOKEN"],
        public_base_url="https://care.example.org",
        sender=os.environ["NUMBER"],
        voice_sender=os.environ["NUMBER"],
        api_base=os.environ["BASE"],
    )
    networks = Networks(texts=TwilioSms(account), calls=TwilioVoice(account))
    clock = SetClock(datetime.fromisoformat(os.environ["NOW"]))
    deliver(Tools(database=Database(os.environ["URL"]), networks=networks, clock=clock))


if __name__ == "__main__":
    main()
