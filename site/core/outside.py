"""Which addresses are outside our own network, so that people may have them asked.

An address that somebody types leads our server's own hand: it could reach what is behind the firewall, the
database's host or a cloud's metadata. A name is looked up once, every answer is checked, and the connection
goes to an address that was checked: a name that answers differently the next time changes nothing.
"""

import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings

PORTS = (80, 443)
LOOK_UP_SECONDS = 5.0
MOST_ADDRESSES = 8
# What `is_global` lets through: Azure's own host, and relays that lead on to an IPv4 address of any kind.
NOT_OURS_TO_ASK = [
    ip_network(each)
    for each in ("168.63.129.16/32", "192.88.99.0/24", "64:ff9b:1::/48", "2001::/32", "fec0::/10")
]
NAT64, COMPATIBLE = IPv6Network("64:ff9b::/96"), IPv6Network("::/96")
Address = IPv4Address | IPv6Address


class NotOutside(Exception):
    """No such name, or one that leads to somewhere that is not open to everybody: which one is not told."""


def is_outside(address: Address) -> bool:
    """Whether this is a host on the open internet: not private, local, shared, for many or put aside."""
    if isinstance(address, IPv6Address) and (inner := _inner(address)):
        return is_outside(inner)
    if any(address in network for network in NOT_OURS_TO_ASK if network.version == address.version):
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_link_local
        and not address.is_unspecified
    )


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that this one stands for: mapped, NAT64, 6to4."""
    if inner := address.ipv4_mapped or address.sixtofour:
        return inner
    if address in NAT64 or address in COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def addresses_of(host: str, port: int) -> list[Address]:
    """Where `host` may be asked at `port`, looked up once. Raises `NotOutside` if any of it may not.

    `settings.FETCHING_ALLOWS` has addresses with ports ("10.0.0.7:8080") that may be asked anyway.
    """
    found = _looked_up(host, port)
    if not found or not all(_may_ask(address, port) for address in found):
        raise NotOutside
    return found[:MOST_ADDRESSES]


def _may_ask(address: Address, port: int) -> bool:
    return f"{address}:{port}" in settings.FETCHING_ALLOWS or (port in PORTS and is_outside(address))


def _looked_up(host: str, port: int) -> list[Address]:
    """By the system's resolver, which has no end to its time of its own."""
    answers: list[Address] = []

    def look_up() -> None:
        try:
            lines = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            # A zone ("%eth0") is of this host's own network; without it the address is seen for what it is.
            found = [ip_address(str(line[4][0]).partition("%")[0]) for line in lines]
        except (OSError, ValueError):
            return
        answers.extend(dict.fromkeys(found))

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(LOOK_UP_SECONDS)
    return [] if thread.is_alive() else list(answers)
