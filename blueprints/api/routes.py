"""All routes of the machine's door, one file a subject."""

from __future__ import annotations

from blueprints.api import routes_cases, routes_eligibility
from blueprints.api.door import blueprint

__all__ = ["blueprint", "routes_cases", "routes_eligibility"]
