"""The accounts' blueprint: its routes stand in the files beside this one."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, template_folder="templates")
