"""A load in a process of its own, for killing."""

from __future__ import annotations

import os

from hopecare import keyring
from hopecare.database import Database
from hopecare.demo.load import Wish, load_demo
from tests.demo_towns import NOW


def main() -> None:
    keyring.install(keyring.Keyring.from_secret(os.environ["SECRET"]))
    load_demo(Database(os.environ["URL"]), Wish(now=NOW, is_named_only=True))


if __name__ == "__main__":
    main()
