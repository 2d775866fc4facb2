"""Edits of certificates, as forgers would make them."""

import copy


def edited(cert, path, value):
    """A copy with the value at the path replaced; a function is applied to the old value."""
    cert = copy.deepcopy(cert)
    *way, last = path.split(".")
    node = cert
    for key in way:
        node = node[int(key) if isinstance(node, list) else key]
    last = int(last) if isinstance(node, list) else last
    node[last] = value(node[last]) if callable(value) else value
    return cert


def drop(key):
    return lambda node: (
        {k: v for k, v in node.items() if k != key} if isinstance(node, dict) else node[:key] + node[key + 1 :]
    )


def add(key):
    return lambda node: {**node, key: "0"}


def swap(i, j):
    return lambda items: [items[j] if k == i else items[i] if k == j else item for k, item in enumerate(items)]
