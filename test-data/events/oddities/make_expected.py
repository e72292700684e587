#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what the events pipeline must make of input/, by the rules of the README."""

import bz2
import collections
import datetime
import decimal
import gzip
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
INPUT = HERE / "input"
EXPECTED = HERE / "expected"

FIELDS = ("event_id", "timestamp", "domain", "event_type", "data")
REQUIRED = ("event_id", "timestamp")
PARTITION = ("domain_event_type", "year", "month", "day")
MAX_DEPTH = 1_000
MAX_NAME_BYTES = 255
HIVE_ESCAPED = set("\"#%'*/:=?\\{[]^\x7f") | {chr(code) for code in range(1, 0x20)}
HIVE_NULL = "__HIVE_DEFAULT_PARTITION__"

SECOND = 1_000_000
FIRST_MILLIS = 100_000_000_000
EPOCH = datetime.datetime(1970, 1, 1)
TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
DIGITS = re.compile(r"[0-9]{9,18}")
WHITESPACE = re.compile(r"[ \t\r\n]*")


class Reject(Exception):
    pass


# Files and records


def read_files():
    """Yields (path below input, content, unpacked) in the order of the paths' UTF-8 bytes."""
    files = [file for file in INPUT.rglob("*") if file.is_file()]
    names = {file.relative_to(INPUT).as_posix(): file for file in files}
    for name in sorted(names, key=lambda text: text.encode("utf-8")):
        if not any(part[0] in "_." for part in name.split("/")):
            content = names[name].read_bytes()
            if content.startswith(b"\x1f\x8b"):
                content = gzip.decompress(content)
            elif content.startswith(b"BZh"):
                content = bz2.decompress(content)
            yield name, content


def cut(content):
    """Yields (position, record) for each line that is not blank."""
    position = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    while position < len(content):
        newline = content.find(b"\n", position)
        end = len(content) if newline < 0 else newline
        record = content[position:end].removesuffix(b"\r")
        if record.strip():
            yield position, record
        position = end + 1


# JSON


def members(record):
    """The (name, value, exact text of the value) of an object, values read by Python's parser."""
    try:
        text = record.decode("utf-8")
    except UnicodeDecodeError:
        raise Reject("NOT_UTF8") from None
    if depth(text) > MAX_DEPTH:
        raise Reject("TOO_DEEP")

    try:
        value = read_all(text)
    except ValueError:
        raise Reject("NOT_JSON") from None
    if not isinstance(value, Members):
        raise Reject("NOT_AN_OBJECT")
    return split_members(text)


class Members(list):
    """An object's members, repeated ones too."""


def refuse_constant(name):
    raise ValueError(name)


# Python's parser recurses: enough for records that are not too deep.
sys.setrecursionlimit(10 * MAX_DEPTH)

DECODER = json.JSONDecoder(
    object_pairs_hook=Members,
    parse_float=decimal.Decimal,
    parse_constant=refuse_constant,
)


def read_all(text):
    start = skip(text, 0)
    value, end = DECODER.raw_decode(text, start)
    if skip(text, end) != len(text):
        raise ValueError("more follows")
    return value


def skip(text, at):
    return WHITESPACE.match(text, at).end()


def split_members(text):
    """Of a text that is known to be an object: each member and where its value stands."""
    at = skip(text, skip(text, 0) + 1)
    while text[at] != "}":
        name, end = DECODER.raw_decode(text, at)
        start = skip(text, skip(text, end) + 1)
        value, end = DECODER.raw_decode(text, start)
        yield name, value, text[start:end]
        at = skip(text, end)
        if text[at] == ",":
            at = skip(text, at + 1)


def depth(text):
    """The deepest nesting, of what need not be JSON."""
    deepest = level = at = 0
    while at < len(text):
        if text[at] == '"':
            at = end_of_string(text, at)
        elif text[at] in "[{":
            level += 1
            deepest = max(deepest, level)
        elif text[at] in "]}":
            level -= 1
        at += 1
    return deepest


def end_of_string(text, at):
    at += 1
    while at < len(text) and text[at] != '"':
        at += 2 if text[at] == "\\" else 1
    return at


# Fields


def parse(record):
    row = dict.fromkeys(FIELDS)
    seen = set()
    for name, value, text in members(record):
        if name not in FIELDS:
            continue
        if name in seen:
            raise Reject("DUPLICATE_NAME")
        seen.add(name)
        if value is not None:
            row[name] = micros(value) if name == "timestamp" else string(value, text)
    if any(row[name] is None for name in REQUIRED):
        raise Reject("MISSING_FIELD")
    return row


def string(value, text):
    if not isinstance(value, str):
        return text
    if any(0xD800 <= ord(character) <= 0xDFFF for character in value):
        raise Reject("BAD_TEXT")
    return value


def micros(value):
    """Microseconds since 1970-01-01T00:00Z."""
    if isinstance(value, (bool, Members, list)):
        raise Reject("BAD_TYPE")
    try:
        instant = of_text(value) if isinstance(value, str) else of_number(value)
        datetime.datetime.min <= EPOCH + datetime.timedelta(microseconds=instant)
    except (ValueError, OverflowError, decimal.InvalidOperation):
        raise Reject("BAD_TIMESTAMP") from None
    return instant


def of_number(number):
    unit = SECOND if -FIRST_MILLIS < int(number) < FIRST_MILLIS else 1_000
    scaled = decimal.Decimal(number) * unit
    return int(scaled.to_integral_value(decimal.ROUND_FLOOR))


def of_text(text):
    if DIGITS.fullmatch(text):
        return of_number(int(text))
    match = TIMESTAMP.fullmatch(text)
    if match is None:
        raise ValueError(text)

    year, month, day, hour, minute, second, fraction, offset = match.groups()
    local = datetime.datetime(
        int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
    )
    whole = (local - EPOCH) // datetime.timedelta(seconds=1) - offset_seconds(offset)
    return whole * SECOND + int((fraction or "").ljust(9, "0")[:6])


def offset_seconds(offset):
    if offset is None or offset in "Zz":
        return 0
    digits = offset[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if minutes > 59 or hours * 60 + minutes > 18 * 60:
        raise ValueError(offset)
    return (hours * 3600 + minutes * 60) * (-1 if offset[0] == "-" else 1)


# Columns, duplicates, partitions


def with_partition(row):
    parts = [part for part in (row["domain"], row["event_type"]) if part is not None]
    date = EPOCH + datetime.timedelta(microseconds=row["timestamp"])
    return row | {
        "domain_event_type": "-".join(parts),
        "year": f"{date.year:04}",
        "month": f"{date.month:02}",
        "day": f"{date.day:02}",
    }


def content(row):
    """What decides between rows of one key: they agree in event_id, timestamp, year, month, day."""
    columns = ("domain_event_type", "domain", "event_type", "data")
    return b"".join(encoded(row[name]) for name in columns)


def encoded(value):
    if value is None:
        return b"\x00"
    text = value.encode("utf-8")
    return b"\x01" + varint(len(text)) + text


def varint(number):
    groups = bytearray()
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(groups) + bytes([number])


def path(row):
    return "/".join(f"{name}={escaped(row[name])}" for name in PARTITION)


def escaped(value):
    if not value:
        return HIVE_NULL
    return "".join(
        f"%{ord(character):02X}" if character in HIVE_ESCAPED else character for character in value
    )


def check_path(row):
    if any(len(name.encode("utf-8")) > MAX_NAME_BYTES for name in path(row).split("/")):
        raise Reject("BAD_PARTITION")


# The whole


def main():
    rejects = []
    rows_of_key = collections.defaultdict(list)
    counts = {}
    for file, (name, unpacked) in enumerate(read_files()):
        counts[name] = collections.Counter()
        for position, record in cut(unpacked):
            counts[name]["read"] += 1
            try:
                row = with_partition(parse(record))
                check_path(row)
            except Reject as reject:
                counts[name]["rejected"] += 1
                rejects.append({"file": name, "position": position, "code": str(reject)})
                continue
            key = (row["event_id"], row["timestamp"])
            rows_of_key[key].append((content(row), file, position, name, row))

    rows = []
    for candidates in rows_of_key.values():
        winner, *dropped = sorted(candidates, key=lambda candidate: candidate[:3])
        rows.append(winner[-1])
        counts[winner[-2]]["written"] += 1
        for candidate in dropped:
            counts[candidate[-2]]["duplicates"] += 1
    write_all(rows, rejects, counts)


def write_all(rows, rejects, counts):
    EXPECTED.mkdir(exist_ok=True)
    shown = [row | {"domain_event_type": row["domain_event_type"] or None} for row in rows]
    write("rows.jsonl", sorted(map(json.dumps, shown)))
    write("rejects.jsonl", map(json.dumps, rejects))

    partitions = collections.Counter(map(path, rows))
    write("partitions.tsv", tsv(("path", "rows"), sorted(partitions.items())))

    columns = ("read", "written", "duplicates", "rejected")
    files = [(name, *(count[column] for column in columns)) for name, count in counts.items()]
    assert all(read == sum(others) for _, read, *others in files)
    write("files.tsv", tsv(("file", *columns), files))
    print(f"{len(rows)} rows, {len(rejects)} rejects, {len(partitions)} partitions")


def tsv(header, lines):
    return ["\t".join(map(str, line)) for line in (header, *lines)]


def write(name, lines):
    text = "".join(line + "\n" for line in lines)
    (EXPECTED / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
