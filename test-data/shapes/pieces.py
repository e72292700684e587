# SPDX-License-Identifier: Apache-2.0
"""Files put together piece by piece: what must come out of one is known where it is put in.

Nothing here reads JSON. A position is the sum of the lengths of the pieces before it.
"""

import bz2
import dataclasses
import gzip
import json
import re
import struct

BYTE_ORDER_MARK = "\ufeff"

COLUMNS = ("id", "n", "x", "d", "t", "day", "ok", "b", "data", "tags", "props", "item")


# Values


@dataclasses.dataclass
class Exact:
    """A value by its text in the file; `read` is what a column has that has not just the text."""

    text: str
    read: object = None


@dataclasses.dataclass
class Typed:
    """A value that a column reads as something else."""

    value: object
    read: object


def write_json(value, **style):
    """As json.dumps writes it, but with the exact texts in their places."""
    texts = []

    def hold_place(exact):
        texts.append(exact.text)
        return f"\ue000{len(texts) - 1}\ue000"

    written = json.dumps(value, ensure_ascii=False, default=hold_place, **style)
    for i, text in enumerate(texts):
        written = written.replace(f'"\ue000{i}\ue000"', text)
    return written


# Layouts


@dataclasses.dataclass
class Layout:
    """How an object is laid out; `margin` stands in front of all of its lines but the first."""

    indent: object = None
    separators: object = None
    margin: str = ""
    newline: str = "\n"
    braces_on_own_lines: bool = False

    def object(self, members):
        return self._place(self._write(members))

    def member(self, value):
        """The text of one of the object's values."""
        step = " " * self.indent if isinstance(self.indent, int) else self.indent or ""
        return self._place(self._write(value).replace("\n", "\n" + step))

    def _write(self, value):
        return write_json(value, indent=self.indent, separators=self.separators)

    def _place(self, text):
        if self.braces_on_own_lines:
            text = re.sub(r"(?m)^( *)(.*): ([\[{])$", r"\1\2:\n\1\3", text)
        return text.replace("\n", self.newline + self.margin)


COMPACT = Layout(separators=(",", ":"))
SPACED = Layout()


def pretty(indent=2, **more):
    return Layout(indent=indent, **more)


# Records


class Row:
    """A record that is taken, with these members behind an `id`."""

    def __init__(self, **members):
        self.members = members

    def write(self, layout, row_id):
        """The record's text, and the row."""
        members = {"id": row_id}
        row = {"id": row_id}
        for name, given in self.members.items():
            value = given.value if isinstance(given, Typed) else given
            text = layout.member(value)
            members[name] = value
            row[name] = self._read(name, given, text) if name in COLUMNS else None
        written = layout.object(members)
        assert all(layout.member(value) in written for value in members.values())
        return written, {name: value for name, value in row.items() if value is not None}

    @staticmethod
    def _read(name, given, text):
        if isinstance(given, (Exact, Typed)) and given.read is not None:
            return given.read
        if name == "data" and not isinstance(given, str) and given is not None:
            return text
        return given


class Bad:
    """A record that is rejected: its exact text, or its members, in which a text is spoiled."""

    def __init__(self, code, record, spoil=None, by=""):
        self.code = code
        self.record = record
        self.spoil = spoil
        self.by = by

    def write(self, layout):
        if not isinstance(self.record, dict):
            return to_bytes(self.record)
        written = to_bytes(layout.object(self.record))
        if self.spoil is None:
            return written
        assert written.count(to_bytes(self.spoil)) == 1
        return written.replace(to_bytes(self.spoil), to_bytes(self.by))


# Shapes: lists of pieces, each a text that belongs to no record, or a (record, layout)


def lines(*records, layout=COMPACT, end="\n", last="\n"):
    return values(*records, layout=layout, between=end, end=last)


def values(*records, layout=COMPACT, between="", begin="", end=""):
    """Records one after another; a text among them belongs to none."""
    pieces = [begin]
    for i, record in enumerate(records):
        if i > 0:
            pieces.append(between)
        pieces.append(record if isinstance(record, str) else (record, layout))
    return [*pieces, end]


def array(*records, layout=COMPACT, begin="[", between=",", end="]"):
    return values(*records, layout=layout, begin=begin, between=between, end=end)


def dumped_array(*records, indent=4, newline="\n", end=""):
    """As json.dumps(list, indent=indent) lays it out."""
    step = newline + (" " * indent if isinstance(indent, int) else indent)
    return array(
        *records,
        layout=pretty(indent, margin=step[len(newline) :], newline=newline),
        begin="[" + step,
        between="," + step,
        end=newline + "]" + end,
    )


# Files


class File:
    """A file's content as UTF-8, uncompressed, and what must come out of it."""

    def __init__(self, name, about, pieces, store=lambda content: content):
        self.name = name
        self.about = about
        self.rows = []
        self.rejects = []
        self.content = bytearray()
        for piece in pieces:
            if isinstance(piece, tuple):
                self._add_record(*piece)
            else:
                self.content += to_bytes(piece)
        self.stored = store(bytes(self.content))

    def _add_record(self, record, layout):
        if isinstance(record, Row):
            text, row = record.write(layout, f"{self.name}/{len(self.rows) + 1}")
            self.rows.append(row)
            self.content += to_bytes(text)
        else:
            content = record.write(layout)
            self.rejects.append((len(self.content), record.code, content))
            self.content += content


def to_bytes(text):
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


# How contents are stored


def utf16(order):
    return lambda content: content.decode("utf-8", "surrogatepass").encode(
        f"utf-16-{order}", "surrogatepass"
    )


def cut(content, count):
    """Into pieces of about one length, which begin and end anywhere."""
    at = [len(content) * i // count for i in range(count + 1)]
    return [content[at[i] : at[i + 1]] for i in range(count)]


def gzipped(members=1):
    return lambda content: b"".join(
        gzip.compress(part, mtime=0) for part in cut(content, members)
    )


def bzipped(streams=1):
    return lambda content: b"".join(bz2.compress(part) for part in cut(content, streams))


def zstd_stored(frames=1):
    """Frames of blocks that are not compressed, as RFC 8878 has them: Python 3.11 has no zstd."""
    return lambda content: b"".join(zstd_frame(part) for part in cut(content, frames))


def zstd_frame(content):
    single_segment_with_size_in_four_bytes = b"\xa0"
    frame = b"\x28\xb5\x2f\xfd" + single_segment_with_size_in_four_bytes
    frame += struct.pack("<I", len(content))
    largest_block = 128 * 1024
    for at in range(0, max(len(content), 1), largest_block):
        block = content[at : at + largest_block]
        last = at + largest_block >= len(content)
        frame += struct.pack("<I", len(block) << 3 | last)[:3] + block
    return frame


def zstd_skippable(content):
    return b"\x50\x2a\x4d\x18" + struct.pack("<I", len(content)) + content


def in_turn(*steps):
    def store(content):
        for step in steps:
            content = step(content)
        return content

    return store
