"""The same bytes for the same records: Pagefind writes its filters and their values in an order that is another each time.

Of its files the filters and what leads to them are written anew, in alphabetical order, and named by what they hold. They are
a heading and CBOR, compressed, of which only lists, texts and whole numbers occur.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

Value: TypeAlias = "list[Value] | str | int"

HEADING = b"pagefind_dcd"
ENTRY = "pagefind-entry.json"
FILTERS = 3
"""Where the list of filters, [name, file] each, stands in what leads to an index."""
_UINT, _TEXT, _LIST = 0, 3, 4
"""Kinds of values, as the first three bits of each have them."""


def in_order(bundle: Mapping[str, bytes]) -> dict[str, bytes]:
    """A bundle with its filters in order. One that is built otherwise than is known here is given back as it is."""
    files = dict(bundle)
    try:
        entry = msgspec.json.decode(files[ENTRY], type=dict[str, Any])
        entry["languages"] = msgspec.convert(entry["languages"], dict[str, dict[str, Any]])
        for language in entry["languages"].values():
            language["hash"] = _ordered(files, str(language["hash"]))
        files[ENTRY] = msgspec.json.encode(entry, order="sorted")
    except (KeyError, IndexError, ValueError, msgspec.MsgspecError, zlib.error):
        return dict(bundle)
    return files


def _ordered(files: dict[str, bytes], name: str) -> str:
    """Put the filters of one index in order; gives its new name."""
    index = _read(files.pop(f"pagefind.{name}.pf_meta"))
    lang = name.partition("_")[0]
    filters: list[Value] = []
    for filter, file in msgspec.convert(index[FILTERS], list[tuple[str, str]]):
        named, values = _read(files.pop(f"filter/{file}.pf_filter"))
        pages = dict(msgspec.convert(values, list[tuple[str, list[int]]]))
        content = _written([named, [[value, [*pages[value]]] for value in sorted(pages)]])
        renamed = _name(lang, content)
        files[f"filter/{renamed}.pf_filter"] = content
        filters.append([filter, renamed])
    index[FILTERS] = sorted(filters, key=str)
    content = _written(index)
    renamed = _name(lang, content)
    files[f"pagefind.{renamed}.pf_meta"] = content
    return renamed


def _name(lang: str, content: bytes) -> str:
    return f"{lang}_{hashlib.blake2b(content, digest_size=5).hexdigest()}"


def _read(packed: bytes) -> list[Value]:
    content = zlib.decompress(packed, wbits=31)
    if not content.startswith(HEADING):
        raise ValueError("no file of Pagefind's")
    value, end = _decoded(content, len(HEADING))
    if end != len(content) or not isinstance(value, list):
        raise ValueError("more than one list")
    return value


def _written(value: Value) -> bytes:
    parts = [HEADING]
    _encode(value, parts)
    # Not gzip's own module: it writes which version of Python it is of.
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b"".join(parts)) + packer.flush()


def _decoded(content: bytes, at: int) -> tuple[Value, int]:
    """(the value that begins there, where it ends)"""
    kind, number = content[at] >> 5, content[at] & 31
    at += 1
    if number >= 24:
        if number > 27:
            raise ValueError("a length that is not told")
        size = 1 << (number - 24)
        number = int.from_bytes(content[at : at + size], "big")
        at += size
    if kind == _UINT:
        return number, at
    if kind == _TEXT:
        return content[at : at + number].decode(), at + number
    if kind != _LIST:
        raise ValueError("another kind of value")
    values: list[Value] = []
    for _ in range(number):
        value, at = _decoded(content, at)
        values.append(value)
    return values, at


def _encode(value: Value, parts: list[bytes]) -> None:
    if isinstance(value, int):
        parts.append(_head(_UINT, value))
    elif isinstance(value, str):
        content = value.encode()
        parts += _head(_TEXT, len(content)), content
    else:
        parts.append(_head(_LIST, len(value)))
        for one in value:
            _encode(one, parts)


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    size = next(size for size in (1, 2, 4, 8) if number < 1 << (8 * size))
    return bytes([kind << 5 | 23 + size.bit_length()]) + number.to_bytes(size, "big")
