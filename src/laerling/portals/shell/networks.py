"""Where a request comes from, as coarse as counting needs it."""

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest

# Whoever has one address of these has the others too.
_NETWORK_BITS: Final = {4: 24, 6: 48}


def network(request: HttpRequest) -> str:
    """Return the network a request comes from. Behind proxies of ours, the last of them tells; more is not believed."""
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    n_proxies: int = settings.PROXIES
    name = told[-n_proxies] if n_proxies and len(told) >= n_proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/{_NETWORK_BITS[address.version]}", strict=False))
