"""All routes of the coordinators' door, one file a subject."""

from __future__ import annotations

from blueprints.coordination import routes_telephone, routes_today
from blueprints.coordination.door import blueprint

__all__ = ["blueprint", "routes_telephone", "routes_today"]
