"""Which addresses of the internet are public, whatever notation hides one that is not."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")  # the last four bytes are an IPv4 address
_IPV4_COMPATIBLE = IPv6Network("::/96")  # likewise, in an old form


def is_public(address: str) -> bool:
    """Whether an IP address in its usual notation, and every one that lies within it, is open to all the internet."""
    parsed = ip_address(address.partition("%")[0])  # what follows "%" is the network card
    return all(_is_open(inner) for inner in (parsed, *_within(parsed)))


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    closed = address.is_multicast or address.is_unspecified or getattr(address, "is_site_local", False)
    # NAT64's prefix is reserved by its range and global by its use.
    return not closed and address.is_global and (not address.is_reserved or address in _NAT64)


def _within(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64 or address in _IPV4_COMPATIBLE:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
