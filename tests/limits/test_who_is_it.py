"""The address that counts is the one that the proxies of ours saw, and no other."""

import pytest

from alongside.core.limits import client_address

CLIENT, PROXY, LIE = "203.0.113.9", "127.0.0.1", "8.8.8.8"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, PROXY),
        (0, LIE, PROXY),  # nobody in front: whoever writes this header lies
        (1, CLIENT, CLIENT),
        (1, f"{LIE}, {CLIENT}", CLIENT),
        (1, f"{LIE},{LIE} ,{CLIENT} ", CLIENT),
        (1, f"{LIE}, , {CLIENT},", CLIENT),
        (1, None, PROXY),  # the proxy adds nothing: all are one, which is safe
        (1, "", PROXY),
        (1, "nonsense", "unknown"),
        (1, f"{CLIENT}:41234", CLIENT),
        (1, "[2001:db8::1]:41234", "2001:db8::/64"),
        (2, f"{LIE}, {CLIENT}, 10.0.0.1", CLIENT),
        (2, CLIENT, CLIENT),  # one of two proxies was left out
        (3, f"{CLIENT}, 10.0.0.1", CLIENT),
    ],
)
def test_with_proxies(post, settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(post(PROXY, forwarded=forwarded)) == address


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:aa:bb:1:2:3:4", "2001:db8:aa:bb::/64"),
        ("2001:db8:aa:bb:ffff::9", "2001:db8:aa:bb::/64"),  # a home changes these bits at will
        ("2001:db8:aa:cc::9", "2001:db8:aa:cc::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_addresses(post, remote, address):
    assert client_address(post(remote)) == address
