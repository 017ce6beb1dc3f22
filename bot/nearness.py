"""Whether a host is on this machine or in its own network."""

from ipaddress import ip_address

LOCAL = ("localhost", "local", "internal", "lan", "home", "test", "invalid", "example")


def is_near(host: str) -> bool:
    """By what it is called: names of the public network have a public ending."""
    try:
        return not ip_address(host.partition("%")[0]).is_global
    except ValueError:
        labels = host.lower().rstrip(".").split(".")
        return len(labels) == 1 or labels[-1] in LOCAL
