# SPDX-License-Identifier: Apache-2.0
"""Writes Parquet in its plainest form: one row group, one page a column, PLAIN, not compressed."""

import struct

BOOLEAN, INT32, INT64, DOUBLE, BYTE_ARRAY = 0, 1, 2, 5, 6
UTF8, DECIMAL = 0, 5
OPTIONAL = 1
PLAIN, RLE = 0, 3

I32, I64, BINARY, LIST, STRUCT = 5, 6, 8, 9, 12


class Column:
    """A column of optional values; of a decimal they are given without the point."""

    def __init__(self, name, type, converted=None, precision=None, scale=None):
        self.name = name
        self.type = type
        self.converted = converted
        self.precision = precision
        self.scale = scale

    def schema(self):
        return fields(
            (1, I32, self.type),
            (3, I32, OPTIONAL),
            (4, BINARY, self.name),
            (6, I32, self.converted),
            (7, I32, self.scale),
            (8, I32, self.precision),
        )

    def plain(self, values):
        if self.type == BOOLEAN:
            bits = sum(1 << i for i, value in enumerate(values) if value)
            return bits.to_bytes((len(values) + 7) // 8, "little")
        if self.type == BYTE_ARRAY:
            texts = [value.encode() for value in values]
            return b"".join(struct.pack("<i", len(text)) + text for text in texts)
        form = {INT32: "<i", INT64: "<q", DOUBLE: "<d"}[self.type]
        return b"".join(struct.pack(form, value) for value in values)


def write(path, columns, rows):
    """Writes rows, each a list of values in the order of the columns."""
    file = bytearray(b"PAR1")
    chunks = []
    for i, column in enumerate(columns):
        values = [row[i] for row in rows]
        page = presence(values) + column.plain([value for value in values if value is not None])
        header = fields(
            (1, I32, 0),
            (2, I32, len(page)),
            (3, I32, len(page)),
            (5, STRUCT, fields((1, I32, len(rows)), (2, I32, PLAIN), (3, I32, RLE), (4, I32, RLE))),
        )
        chunk = fields(
            (1, I32, column.type),
            (2, LIST, (I32, [zigzag(PLAIN), zigzag(RLE)])),
            (3, LIST, (BINARY, [text(column.name)])),
            (4, I32, 0),
            (5, I64, len(rows)),
            (6, I64, len(header + page)),
            (7, I64, len(header + page)),
            (9, I64, len(file)),
        )
        chunks.append(fields((2, I64, len(file)), (3, STRUCT, chunk)))
        file += header + page
    group = fields(
        (1, LIST, (STRUCT, chunks)), (2, I64, len(file) - 4), (3, I64, len(rows))
    )
    root = fields((4, BINARY, "silver"), (5, I32, len(columns)))
    footer = fields(
        (1, I32, 1),
        (2, LIST, (STRUCT, [root] + [column.schema() for column in columns])),
        (3, I64, len(rows)),
        (4, LIST, (STRUCT, [group])),
        (6, BINARY, "levada test-data"),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(file) + footer + struct.pack("<i", len(footer)) + b"PAR1")


def presence(values):
    """Definition levels, a run at a time."""
    runs = []
    for value in values:
        level = int(value is not None)
        if runs and runs[-1][0] == level:
            runs[-1][1] += 1
        else:
            runs.append([level, 1])
    levels = b"".join(varint(count << 1) + bytes([level]) for level, count in runs)
    return struct.pack("<i", len(levels)) + levels


def fields(*members):
    """A struct of Thrift's compact protocol; members that are None are left out."""
    out = b""
    last = 0
    for number, kind, value in members:
        if value is None:
            continue
        out += bytes([(number - last) << 4 | kind])
        last = number
        if kind in (I32, I64):
            out += zigzag(value)
        elif kind == BINARY:
            out += text(value)
        elif kind == LIST:
            element, values = value
            size = len(values)
            out += bytes([size << 4 | element]) if size < 15 else bytes([0xF0 | element]) + varint(size)
            out += b"".join(values)
        else:
            out += value
    return out + b"\0"


def text(value):
    encoded = value.encode()
    return varint(len(encoded)) + encoded


def zigzag(value):
    return varint(value << 1 if value >= 0 else (-value << 1) - 1)


def varint(value):
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])
