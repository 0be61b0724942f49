"""The machine's door itself: who asks is known before any resource answers."""

from __future__ import annotations

from flask_smorest import Blueprint

from blueprints.api.tokens import know_caller
from hopecare.extensions import csrf

blueprint = Blueprint(
    "api",
    __name__,
    url_prefix="/api/v1",
    description="Cases and what is needed in them; what a household may receive.",
)
csrf.exempt(blueprint)
blueprint.before_request(know_caller)
