"""The machine's door itself: who asks is known before any resource answers."""

from __future__ import annotations

from blueprints.api.described import DescribedBlueprint
from blueprints.api.rate import say_rate
from blueprints.api.tokens import know_caller
from hopecare.extensions import csrf

blueprint = DescribedBlueprint(
    "api",
    __name__,
    url_prefix="/api/v1",
    template_folder="templates",
    description="What the pages can read and do, for other systems.",
)
csrf.exempt(blueprint)
blueprint.before_request(know_caller)
blueprint.after_request(say_rate)
