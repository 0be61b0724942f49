"""Who sends something without signing in: told apart by their network, for a day, by a hash."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from hopecare import keyring
from hopecare.extensions import desk

A_HOME_V6 = 64
"""An IPv6 address changes within the network of one home."""


def visitor_code() -> str | None:
    """Hash the network a request comes from; None where it comes from the machine itself."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback:
        return None
    bits = A_HOME_V6 if isinstance(address, IPv6Address) else address.max_prefixlen
    network = ip_network((address, bits), strict=False)
    return "visitor:" + keyring.current().blind("network", f"{desk().clock():%Y-%m-%d} {network}")
