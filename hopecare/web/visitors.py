"""Who sends something without signing in: told apart by their network, for a day, by a hash."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from flask import request

from hopecare import keyring

if TYPE_CHECKING:
    from datetime import datetime

A_HOME_V6 = 64
"""An IPv6 address changes within the network of one home."""


def visitor_codes(*moments: datetime) -> list[str]:
    """Hash the network a request comes from, as on each day; none from the machine itself."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return []
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback:
        return []
    bits = A_HOME_V6 if isinstance(address, IPv6Address) else address.max_prefixlen
    network = ip_network((address, bits), strict=False)
    ring = keyring.current()
    return ["visitor:" + ring.blind("network", f"{at:%Y-%m-%d} {network}") for at in moments]
