"""Read a frozen TensorFlow graph without TensorFlow: the wire format of ``GraphDef``, as far as constants need it.

Field numbers are those of tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape}.proto.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLOAT, INT32 = 1, 3
"""``DataType`` codes of tensorflow/core/framework/types.proto that the graph holds."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation: its inputs are names of other nodes; attributes are ints, floats, bytes, lists or arrays."""

    name: str
    op: str
    inputs: tuple[str, ...]
    attributes: dict[str, Any] = field(default_factory=dict)


def read_graph(data: bytes) -> list[Node]:
    """Return the nodes of a serialised ``GraphDef`` in file order."""
    return [_node(value) for number, value in _fields(data) if number == 1]


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Yield (field number, value): an int for varints, else bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield number, value
        elif wire == 2:
            length, at = _varint(data, at)
            yield number, data[at : at + length]
            at += length
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
            yield number, data[at : at + size]
            at += size
        else:
            raise ValueError(f"wire type {wire} at byte {at} is not of this format")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    shift = value = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def _node(data: bytes) -> Node:
    name = op = ""
    inputs: list[str] = []
    attributes: dict[str, Any] = {}
    for number, value in _fields(data):
        if number == 1:
            name = value.decode()
        elif number == 2:
            op = value.decode()
        elif number == 3:
            inputs.append(value.decode())
        elif number == 5:
            entry = dict(_fields(value))
            attributes[entry[1].decode()] = _attribute(entry.get(2, b""))
    return Node(name, op, tuple(inputs), attributes)


def _attribute(data: bytes) -> Any:
    for number, value in _fields(data):
        if number == 1:
            return _list(value)
        if number == 3:
            return _signed(value)
        if number == 4:
            return struct.unpack("<f", value)[0]
        if number == 8:
            return _tensor(value)
        return value
    return None


def _list(data: bytes) -> list[Any]:
    items: list[Any] = []
    for number, value in _fields(data):
        if number == 3:
            items.extend(_packed(value) if isinstance(value, bytes) else [_signed(value)])
        else:
            items.append(value)
    return items


def _packed(data: bytes) -> list[int]:
    at, values = 0, []
    while at < len(data):
        value, at = _varint(data, at)
        values.append(_signed(value))
    return values


def _tensor(data: bytes) -> NDArray[Any]:
    kind, shape, content, scalars = FLOAT, [], b"", b""
    for number, value in _fields(data):
        if number == 1:
            kind = value
        elif number == 2:
            shape = [_signed(dict(_fields(dim)).get(1, 0)) for part, dim in _fields(value) if part == 2]
        elif number == 4:
            content = value
        elif number == 5:
            scalars += value
        elif number == 7:
            items = _packed(value) if isinstance(value, bytes) else [_signed(value)]
            scalars += b"".join(struct.pack("<i", item) for item in items)
    dtype = np.dtype("<f4" if kind == FLOAT else "<i4")
    if not content and not scalars:
        return np.zeros(shape, dtype)
    flat = np.frombuffer(content or scalars, dtype)
    count = int(np.prod(shape)) if shape else 1
    return (np.full(count, flat[0]) if flat.size == 1 else flat).reshape(shape)
