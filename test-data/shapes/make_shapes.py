#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes input/, and what must come out of it into expected/, by the rules of the README."""

import base64
import hashlib
import json
import pathlib
import shutil

from pieces import (
    BYTE_ORDER_MARK,
    SPACED,
    Bad,
    Exact,
    File,
    Row,
    Typed,
    array,
    bzipped,
    dumped_array,
    gzipped,
    in_turn,
    lines,
    pretty,
    to_bytes,
    utf16,
    values,
    zstd_skippable,
    zstd_stored,
)

HERE = pathlib.Path(__file__).resolve().parent
INPUT = HERE / "input"
EXPECTED = HERE / "expected"

LONGEST_SHOWN_RECORD = 500

STRUCTURE = '"}{" "][" \\" \\\\" ,\n\t{ "id": [ \\'
DIGITS = "1234567890" * 1_000


def usual():
    """Records of no oddity, but one is rejected."""
    return [
        Row(n=1, data="plain"),
        Row(n=2, x=0.5, ok=True, data={"list": [{"a": 1}, {"b": [1, {"c": None}]}]}),
        rejected(n="three"),
        Row(n=4, data=STRUCTURE),
        Row(n=5, data="ação 日本 😀"),
    ]


def few():
    return [Row(n=1), rejected(n="two"), Row(n=3)]


def rejected(code="BAD_TYPE", **members):
    return Bad(code, {"id": "rejected", **members})


def not_json(spoil, by, **members):
    """A record that is spoiled by putting one text for another."""
    return Bad("NOT_JSON", {"id": "rejected", **members}, spoil, by)


def four_shapes(records):
    """The records in each shape: its name and its pieces."""
    yield "lines", lines(*records)
    yield "pretty", values(*records, layout=pretty(), between="\n", end="\n")
    yield "array", dumped_array(*records)
    yield "compact-array", array(*records)


# Shapes without faults


def of_lines():
    yield File("lines.json", "newline-delimited", lines(*usual()))
    yield File("lines-spaced.json", "as json.dumps lays them out", lines(*usual(), layout=SPACED))
    yield File("lines-crlf.json", "Windows line ends", lines(*usual(), end="\r\n", last="\r\n"))
    yield File("lines-no-final-newline.json", "no newline at the end", lines(*usual(), last=""))
    yield File("lines-one.json", "one line", lines(Row(n=1)))
    yield File(
        "lines-blank.json", "blank lines", lines(" \t ", "", *few(), "\t", "\r", *few(), "", " ")
    )
    yield File(
        "lines-indented.json",
        "blanks and tabs around objects, which belong to the lines",
        [
            *lines(Bad("BAD_TYPE", ' \t{"id": "rejected", "n": "one"} '), last="\r\n"),
            *["  ", *values(Row(n=1)), "\t\n"],
            *["\t \t", *values(Row(n=2)), " \r\n"],
            *lines(Bad("NOT_JSON", "\t// rejected\t")),
        ],
    )
    yield File(
        "lines-mixed-ends.json",
        "line ends of Unix and of Windows",
        [*lines(*few(), end="\r\n", last="\n"), *lines(*few(), last="\r\n"), "\r\n\n\r\n"],
    )
    yield File(
        "lines-of-scalars.json",
        "values that are no objects",
        lines(*[Bad("NOT_AN_OBJECT", text) for text in ("1", '"x"', "null", "-1.5e3", "true")]),
    )
    yield File(
        "lines-very-long-first.json.gz",
        "a first line of 3 MB",
        lines(Row(padding="x" * 3_000_000), *few()),
        gzipped(),
    )
    yield File(
        "lines-long-first.json.gz",
        "a first line of 150 kB, and a broken one later",
        lines(Row(padding="x" * 150_000), Row(), Bad("NOT_JSON", '{"id":"rejected","n":'), Row()),
        gzipped(),
    )


def of_pretty_objects():
    for indent, name in ((0, "0"), (1, "1"), (2, "2"), (4, "4"), ("\t", "tab")):
        yield File(
            f"pretty-{name}.json",
            f"objects one after another as json.dumps(indent={indent!r})",
            values(*usual(), layout=pretty(indent), between="\n", end="\n"),
        )
    yield File(
        "pretty-crlf.json",
        "Windows line ends",
        values(*usual(), layout=pretty(4, newline="\r\n"), between="\r\n", end="\r\n"),
    )
    yield File(
        "pretty-blank-lines.json",
        "blank lines between objects",
        values(*usual(), layout=pretty(), begin="\n \n", between="\n\n\t\n", end="\n\n\n"),
    )
    yield File(
        "pretty-no-newline-between.json",
        "each begins where the last ends",
        values(*usual(), layout=pretty()),
    )
    yield File("pretty-one.json", "one object", values(usual()[1], layout=pretty(), end="\n"))
    yield File(
        "pretty-own-lines.json",
        "each brace on a line of its own",
        values(*usual(), layout=pretty(4, braces_on_own_lines=True), between="\n", end="\n"),
    )
    yield File(
        "pretty-among-lines.json",
        "some objects in one line, some in several",
        [*lines(*few()), *values(*few(), layout=pretty(), between="\n", end="\n"), *lines(*few())],
    )
    yield File(
        "pretty-empty-objects-inside.json",
        "lines that are whole objects, but inside of others",
        values(
            Row(n=1, data=[{}]),
            Row(n=2, data=[{}, {"list": [{}]}]),
            Row(n=3, data={"list": [{}]}),
            layout=pretty(),
            between="\n",
            end="\n",
        ),
    )


def of_arrays():
    for indent, name in ((0, "0"), (4, "4"), ("\t", "tab")):
        yield File(
            f"array-{name}.json",
            f"as json.dumps(list, indent={indent!r})",
            dumped_array(*usual(), indent=indent),
        )
    yield File(
        "array-crlf.json", "Windows line ends", dumped_array(*usual(), newline="\r\n", end="\r\n")
    )
    yield File("array-compact.json", "no white space", array(*usual()))
    yield File(
        "array-spaced.json",
        "as json.dumps(list)",
        array(*usual(), layout=SPACED, between=", ", end="]\n"),
    )
    yield File(
        "array-line-each.json",
        "an element a line",
        array(*usual(), begin="[\n", between=",\n", end="\n]\n"),
    )
    yield File(
        "array-first-in-line.json",
        "an element a line, the first behind the bracket",
        array(*usual(), begin="[", between=",\n ", end="]\n"),
    )
    yield File(
        "array-leading-commas.json",
        "commas begin the lines",
        array(*usual(), begin="[ ", between="\n, ", end="\n]\n"),
    )
    yield File(
        "array-blanks.json",
        "white space before, between and behind",
        array(*usual(), begin="\n\t \n [ \n\n", between=" \t\n, \n\n", end=" \n ] \n\t\n\n"),
    )
    yield File(
        "array-own-lines.json",
        "each brace and comma on a line of its own",
        array(
            *usual(),
            layout=pretty(4, braces_on_own_lines=True),
            begin="[\n",
            between="\n,\n",
            end="\n]\n",
        ),
    )
    yield File(
        "array-braces-behind.json",
        "as Jackson writes it: an element begins in the line where the last one ends",
        array(
            *few(),
            layout=pretty(2, separators=(",", " : ")),
            begin="[ ",
            between=", ",
            end=" ]",
        ),
    )
    yield File(
        "array-far-behind.json.gz",
        "2 MB of white space before the first bracket",
        ["\n \t" * 700_000, *dumped_array(*few())],
        gzipped(),
    )
    yield File("array-of-one.json", "one element", dumped_array(usual()[1]))
    yield File("array-empty.json", "no element", ["[]"])
    yield File("array-empty-blanks.json", "no element, but white space", ["\n[ \n\t ]\n\n"])
    yield File(
        "array-of-scalars.json",
        "elements that are no objects",
        array(
            Bad("NOT_AN_OBJECT", "1"),
            Bad("NOT_AN_OBJECT", '"x, ]"'),
            Bad("NOT_AN_OBJECT", "null"),
            Row(n=1),
            Bad("NOT_AN_OBJECT", "-1.5e3"),
            Bad("NOT_AN_OBJECT", "true"),
            between=", ",
            end="]\n",
        ),
    )
    yield File(
        "array-of-arrays.json",
        "elements that are arrays",
        array(
            Bad("NOT_AN_OBJECT", "[1,[2]]"),
            Row(n=1),
            Bad("NOT_AN_OBJECT", "[]"),
            Bad("NOT_AN_OBJECT", '[{"id":"rejected"},{"id":"rejected"}]'),
            Row(n=2),
            begin="[\n",
            between=",\n",
            end="\n]\n",
        ),
    )
    yield File(
        "array-of-empty-objects.json",
        "elements that lack what is required",
        array(*[Bad("MISSING_FIELD", "{}")] * 3, between=", "),
    )
    yield File(
        "arrays.json",
        "arrays one after another",
        [*dumped_array(*few(), end="\n"), *dumped_array(*few(), end="\n"), "[]\n"],
    )
    yield File(
        "arrays-in-lines.json",
        "arrays on lines of their own",
        [*array(Row(n=1), end="]\n"), "[]\n", *array(*few(), end="]\n")],
    )
    yield File(
        "array-and-objects.json",
        "objects behind an array",
        [*dumped_array(*few(), end="\n"), *lines(*few())],
    )


def of_concatenated_objects():
    yield File("concatenated.json", "nothing between", values(*usual()))
    yield File("concatenated-blanks.json", "blanks", values(*usual(), between="  ", end=" "))
    yield File("concatenated-tabs.json", "tabs", values(*usual(), between="\t", end="\n"))
    yield File(
        "concatenated-returns.json",
        "carriage returns alone",
        values(*usual(), between="\r", end="\r"),
    )
    yield File(
        "concatenated-in-lines.json",
        "several objects in each line",
        [*values(*usual(), end="\n"), *values(*few(), between=" ", end="\n")],
    )
    yield File(
        "concatenated-in-one-line.json",
        "two objects in one line of many",
        [*lines(*few()), *values(*few(), between=" ", end="\n"), *lines(*few())],
    )
    yield File(
        "concatenated-with-arrays.json",
        "arrays between",
        values(Row(n=1), Bad("NOT_AN_OBJECT", "[1]"), Row(n=2), Bad("NOT_AN_OBJECT", "[]")),
    )
    yield File(
        "concatenated-with-strings.json",
        "strings between",
        values(
            *[Row(n=1), Bad("NOT_AN_OBJECT", '"}{"'), Row(n=2), Bad("NOT_AN_OBJECT", '""')],
        ),
    )
    yield File(
        "concatenated-with-numbers.json",
        "numbers between",
        values(Row(n=1), Bad("NOT_AN_OBJECT", "17"), Row(n=2), between=" "),
    )
    yield File(
        "concatenated-large.json.gz",
        "a line of 400 kB",
        values(*(Row(n=n, padding="}{" * 2_000) for n in range(100))),
        gzipped(),
    )


def of_nothing():
    yield File("empty.json", "no byte", [])
    yield File("empty-member.json.gz", "gzip of nothing", [], gzipped())
    yield File("blank.json", "nothing but white space", [" \n\t\r\n\n  "])
    yield File("mark-alone.json", "nothing but a byte order mark", [BYTE_ORDER_MARK])
    yield File("mark-cut.json", "two of its three bytes", [*values(Bad("NOT_UTF8", b"\xef\xbb"))])
    yield File("utf16le-mark-alone.json", "the same in UTF-16", [BYTE_ORDER_MARK], utf16("le"))
    yield File("empty-objects.json", "nothing but {}", lines(*[Bad("MISSING_FIELD", "{}")] * 3))


# Encodings and compressions


def of_encodings():
    for shape, pieces in four_shapes(usual()):
        yield File(f"mark-{shape}.json", "UTF-8 with a mark", [BYTE_ORDER_MARK, *pieces])
    # In UTF-16 they hold the bytes of line ends, quotes, braces, brackets and backslashes.
    look_alikes = Row(data="ਊ ∢ 筻 絽 孛 嵝 尀 ℀ \ud7ff\ue000 😀")
    for order in ("le", "be"):
        for shape, pieces in four_shapes([*usual(), look_alikes]):
            yield File(
                f"utf16{order}-{shape}.json",
                "UTF-16 with a mark",
                [BYTE_ORDER_MARK, *pieces],
                utf16(order),
            )
    yield File(
        "utf16le-crlf.json",
        "UTF-16 with Windows line ends",
        [BYTE_ORDER_MARK, *lines(*usual(), "", end="\r\n", last="\r\n")],
        utf16("le"),
    )
    half = rejected("NOT_UTF8", data=Exact('"half \ud83d of it"'))
    other_half = rejected("NOT_UTF8", data=Exact('"\ude00"'))
    for shape, pieces in four_shapes([Row(n=1), half, Row(n=2, data="😀"), other_half, Row(n=3)]):
        if shape in ("lines", "array"):
            yield File(
                f"utf16be-half-characters-{shape}.json",
                "halves of surrogate pairs",
                [BYTE_ORDER_MARK, *pieces],
                utf16("be"),
            )
    for name, pieces in (
        ("line", lines(Row(n=1), Bad("NOT_UTF8", b'{"id":"rejected"}\xff'), last="")),
        ("newline", lines(Row(n=1), Bad("NOT_UTF8", b"\xff"), last="")),
        ("array", [*dumped_array(*few(), end="\n"), *values(Bad("NOT_UTF8", b"\xff"))]),
    ):
        yield File(
            f"utf16le-half-behind-{name}.json",
            "half a unit at the end, which counts as the byte FF",
            [BYTE_ORDER_MARK, *pieces],
            lambda content: utf16("le")(content.removesuffix(b"\xff")) + b"}",
        )
    yield File(
        "utf16le-large.json.gz",
        "400 kB of characters of 2 and 4 bytes",
        [
            BYTE_ORDER_MARK,
            *dumped_array(*(Row(n=n, padding="é" * n + "日😀" * 10_000) for n in range(7))),
        ],
        in_turn(utf16("le"), gzipped()),
    )


def of_compressions():
    for shape, pieces in four_shapes(usual()):
        yield File(f"gzip-{shape}.json.gz", "three members", pieces, gzipped(3))
        yield File(f"bzip2-{shape}.json.bz2", "three streams", pieces, bzipped(3))
        yield File(f"zstd-{shape}.json.zst", "two frames, not compressed", pieces, zstd_stored(2))
    yield File("gzip-one-member.json.gz", "one member", dumped_array(*usual()), gzipped())
    yield File(
        "gzip-empty-members.json.gz",
        "members without content",
        lines(*usual()),
        lambda content: gzipped()(b"") + gzipped(2)(content) + gzipped()(b""),
    )
    yield File(
        "zstd-skippable.json.zst",
        "frames to be skipped around",
        dumped_array(*usual()),
        lambda content: zstd_skippable(b"why") + zstd_stored()(content) + zstd_skippable(b""),
    )
    yield File("zstd-compressed.json.zst", "as zstd -19 made it", lines(*usual()), zstd_19)
    yield File(
        "gzip-utf16.json.gz",
        "UTF-16 in gzip, cut within a character",
        [BYTE_ORDER_MARK, *lines(*usual())],
        in_turn(utf16("be"), gzipped(7)),
    )
    yield File("plain-by-another-name.json.gz", "a plain file", dumped_array(*usual()))
    yield File("gzip-by-another-name.txt", "a gzip file", lines(*usual()), gzipped())
    yield File("bzip2-by-another-name.zst", "a bzip2 file", array(*usual()), bzipped())
    yield File("no-ending", "pretty objects", values(*usual(), layout=pretty(), between="\n"))


ZSTD_19_OF = "2a44d464b91065b803422e0c966d282e6a76369167df6215f256ae022d3ddbc0"
ZSTD_19 = """
KLUv/QRoHQYAcosmIKDts//su+fwPxAmGwgihd1unZOajPE/cBR+uxlIVATDwPacB56U/EyxM2kVlmOJE+ReqlD7
Nz9/aeeXuvUqy1/6t29/kUPry+GfNW80pK9lkySMst98r4Vin/let8I+/q7Y5/uRvmvs4vaj6msiEPazr4YBbE89
WLLePuY4fy3sU1+/GPjWBKrakJD13vqypqoJMt/a28/P9w8AoAgMNzJQgGUoyFR2Fk0RGC6GkcIFZjcUgTl4nUAC
GERyXEEBmQXYtA==
"""


def zstd_19(content):
    """The `zstd` command's frame, made once: Python 3.11 can't."""
    digest = hashlib.sha256(content).hexdigest()
    if digest != ZSTD_19_OF:
        raise SystemExit(f"ZSTD_19 is of other content than {digest}; make it anew of\n{content!r}")
    return base64.b64decode(ZSTD_19)


# Oddities of records, in each shape


def odd_records():
    for name, about, records in (
        ("strings", "braces, brackets, quotes, escapes, keys", strings()),
        ("bytes", "bytes that are not UTF-8, and NUL", odd_bytes()),
        ("numbers", "many digits, large exponents, signs", numbers()),
        ("fields", "missing, null, twice, of another type", fields()),
        ("not-json", "braces in balance, but not JSON", balanced_but_not_json()),
        ("typed", "lists, maps and structs", nested()),
    ):
        for shape, pieces in four_shapes(records):
            yield File(f"{name}-{shape}.json", about, pieces)
    for shape, pieces in four_shapes(depths()):
        yield File(f"depth-{shape}.json.gz", "nested 1,000 deep, and deeper", pieces, gzipped())


def strings():
    return [
        Row(data="}{"),
        Row(data="]["),
        Row(data="\\"),
        Row(data='"'),
        Row(data='\\"'),
        Row(data='\\\\"}\\'),
        Row(data=STRUCTURE),
        Row(data={STRUCTURE: [STRUCTURE, {"\\": "\\\\"}], '"': "]", "}": "["}),
        Row(data="\\" * 40_000),
        Row(data=Exact(r'"\u007b\u0022\u005D\u005c\/\b\f"', '{"]\\/\b\f')),
        Row(data=Exact(r'"\u0000"', "\0")),
        Row(data=Exact(r'{"nul": "\u0000"}')),
        Row(data=Exact(r'"\ud83d\uDE00"', "😀")),
        rejected("BAD_TEXT", data=Exact(r'"half \ud83d of it"')),
        rejected("BAD_TEXT", data=Exact(r'"\ude00\ud83d"')),
        Row(data=Exact(r'{"half \ud83d": "\ude00"}')),
        Row(data="line\u2028separator\u2029\u0085\x7f"),
        Row(data=""),
        Row(**{"": 1, "データ": "kéy", "k" * 70_000: {"": {"": []}}, "}": "{"}),
        Row(data={"": {"": {}}, "é😀": 1}),
    ]


def odd_bytes():
    return [
        Row(n=1),
        Bad("NOT_UTF8", {"id": "rejected", "data": "@"}, "@", b"\xff"),
        Bad("NOT_UTF8", {"id": "rejected", "data": "@"}, "@", b"cut \xe2\x82"),
        Bad("NOT_UTF8", {"id": "rejected", "data": "@"}, "@", b"overlong \xc0\xa2"),
        Bad("NOT_UTF8", {"id": "rejected", "data": "@"}, "@", b"half a pair \xed\xa0\xbd"),
        Row(n=2, data="é"),
        Bad("NOT_UTF8", {"id": "rejected", "@": 1}, "@", "São".encode("latin-1")),
        Bad("NOT_JSON", {"id": "rejected", "data": "@"}, "@", b"\0"),
        Bad("NOT_JSON", {"id": "rejected", "data": "@"}, '"@"', b"\0"),
        Bad("NOT_JSON", {"id": "rejected", "data": "@"}, '"@"', b"1\0\0"),
        Bad("NOT_UTF8", {"id": "rejected", "data": "@"}, '"@"', b"\xef\xbf"),
        Row(n=3),
    ]


def numbers():
    return [
        Row(data=Exact(DIGITS)),
        Row(data=Exact(f"-0.{DIGITS}e-{DIGITS}")),
        Row(data=Exact(f"[{DIGITS}, 1e400]")),
        Row(data=Exact("1e400")),
        Row(data=Exact("-0")),
        Row(data=Exact("1E5")),
        Row(data=Exact("1.50")),
        Row(n=Exact("-0", 0), x=Exact("-0", -0.0), d=Exact("-0", "0.0000000000")),
        Row(n=2**63 - 1, x=Exact("1E5", 100_000.0), d=Exact("1E5", "100000.0000000000")),
        Row(n=-(2**63), x=Exact("0.1" + "0" * 10_000, 0.1), d=Exact("1.50", "1.5000000000")),
        Row(x=Exact("1e-400", 0.0), d=Exact("0e99999", "0.0000000000")),
        Row(x=1.7976931348623157e308, d=Exact("9" * 28 + ".5", "9" * 28 + ".5000000000")),
        rejected(n=Exact(DIGITS)),
        rejected(n=2**63),
        rejected(n=Exact("1E5")),
        rejected(n=1.5),
        rejected(x=Exact("1e400")),
        rejected(x=Exact(DIGITS)),
        rejected(d=Exact(DIGITS)),
        rejected(d=10**28),
        rejected(d=Exact("0.00000000001")),
        rejected(d=Exact("1e999999999999")),
        rejected("BAD_TIMESTAMP", t=Exact(DIGITS)),
        Row(n=0),
    ]


NOON = Typed("2026-09-01T12:00:00Z", 1_788_264_000_000_000)
DAY = Typed("2026-09-01", "2026-09-01")


def fields():
    return [
        Row(t=NOON, day=DAY, ok=False, b=Typed("AP8=", "00ff"), data=True, unknown=1),
        Bad("MISSING_FIELD", {"n": 1}),
        Bad("MISSING_FIELD", {"ID": "other case", "n": 1}),
        Bad("MISSING_FIELD", {"id": None, "n": 1}),
        Row(n=None, x=None, d=None, t=None, day=None, ok=None, b=None, data=None, item=None),
        Row(t=Typed(1_788_264_000, NOON.read), b=Typed("", "")),
        Row(t=Typed("2026-09-01 13:30:00.5+01:30", NOON.read + 500_000), x=2, data=False),
        Bad("DUPLICATE_NAME", {"id": "rejected", "n": 1, "N": 2}, '"N"', '"n"'),
        Bad("DUPLICATE_NAME", {"id": "rejected", "n": None, "N": 2}, '"N"', r'"\u006e"'),
        Row(**{"unknown": 1, "unknown ": 2, "data": Exact('{"a":1,"a":2}')}),
        *mistakes(),
    ]


def mistakes():
    """A value that is none of its type, for each type but the one that takes all."""
    return [
        rejected(n="12"),
        rejected(n=1.0),
        rejected(n=True),
        rejected(x="1.5"),
        rejected(x=[1.5]),
        rejected(d="1.50"),
        rejected(t=True),
        rejected(t={"at": NOON.value}),
        rejected("BAD_TIMESTAMP", t="yesterday"),
        rejected("BAD_TIMESTAMP", t="2026-02-29T00:00:00Z"),
        rejected(day=20260901),
        rejected("BAD_TIMESTAMP", day="2026-02-29"),
        rejected(ok=1),
        rejected(ok="true"),
        rejected(b=17),
        rejected(b="no base64!"),
        rejected(tags="one"),
        rejected(tags={"one": "two"}),
        rejected(props=["one", 1]),
        rejected(props=1),
        rejected(item=[]),
        rejected(item="one"),
    ]


def balanced_but_not_json():
    return [
        Row(n=1, data="kept"),
        not_json('"id"', "'id'"),
        not_json('"id"', "id", n=1),
        not_json('"@"', "NaN", x="@"),
        not_json('"@"', "-Infinity", x="@"),
        not_json('"@"', "1 /* why */", n="@"),
        not_json('"@"', "01", n="@"),
        not_json('"@"', "+1", n="@"),
        not_json('"@"', "0x1F", data="@"),
        not_json('"@"', "tru", ok="@"),
        not_json('"@"', "1,", n="@"),
        not_json('"@"', "[1,]", data="@"),
        not_json('"@"', "[1 2]", data="@"),
        not_json('"@"', '{"a" 1}', data="@"),
        not_json('"@"', '{"a":}', data="@"),
        not_json('"@"', '{"a":1 "b":2}', data="@"),
        not_json("@", r"\x41", data="@"),
        not_json("@", r"\u12", data="@"),
        not_json("@", "a raw\ttab", data="@"),
        not_json('"@"', '"a" "b"', data="@"),
        Row(n=2, data="kept"),
    ]


def nested():
    whole = {
        "name": "one",
        "price": Exact("1.5"),
        "sub": {"n": 7, "day": "2026-09-01"},
        "lines": [{"sku": "a", "n": 1}, {"n": 2, "sku": "}{"}],
    }
    read = {**whole, "price": "1.50", "lines": [{"sku": "a", "n": 1}, {"sku": "}{", "n": 2}]}
    return [
        Row(tags=["one", "two", ""], props={"a": 1, "": -2, "é": 0}, item=Typed(whole, read)),
        Row(tags=[], props={}, item=Typed({}, item())),
        Row(tags=["one", None], props={"a": None}, item=Typed({"sub": {}}, item(sub=sub()))),
        Row(tags=None, props=None, item=Typed({"lines": []}, item(lines=[]))),
        Row(item=Typed({"lines": [{}, None]}, item(lines=[{"sku": None, "n": None}, None]))),
        Row(item=Typed({"other": [{}], "name": "kept"}, item(name="kept"))),
        Row(item=Typed({"NAME": "other case"}, item())),
        Row(tags=["}{", '"', "\\"]),
        Row(
            tags=Typed(
                [1, Exact("1.50"), True, Exact('{"b": [ ]}')], ["1", "1.50", "true", '{"b": [ ]}']
            )
        ),
        rejected(props={"a": "1"}),
        rejected(props={"a": 1, "b": 1.5}),
        rejected(props={"a": [1]}),
        rejected(item={"price": "1.50"}),
        rejected(item={"price": Exact("1.234")}),
        rejected(item={"sub": {"n": 1, "day": 1}}),
        rejected(item={"sub": []}),
        rejected("BAD_TIMESTAMP", item={"sub": {"day": "2026-13-01"}}),
        rejected(item={"lines": {"sku": "a"}}),
        rejected(item={"lines": [{"n": 1}, {"n": 2**31}]}),
        rejected("BAD_TEXT", item={"name": Exact(r'"\ud83d"')}),
        rejected("BAD_TEXT", tags=["one", Exact(r'"\ud83d"')]),
        rejected("BAD_TEXT", props=Exact(r'{"\ud83d": 1}')),
        Bad("DUPLICATE_NAME", {"id": "rejected", "item": {"name": 1, "N": 2}}, '"N"', '"name"'),
        Bad("DUPLICATE_NAME", {"id": "rejected", "props": {"a": 1, "A": 2}}, '"A"', r'"\u0061"'),
        Row(n=1),
        rejected(item={"lines": [{"n": 1}, {"n": "2"}]}),
    ]


def item(**given):
    return {"name": None, "price": None, "sub": None, "lines": None, **given}


def sub(**given):
    return {"n": None, "day": None, **given}


def depths():
    def lists(depth):
        return Exact("[" * depth + "]" * depth)

    def objects(depth):
        return Exact('{"a":' * (depth - 1) + "{}" + "}" * (depth - 1))

    return [
        Row(n=1),
        Row(data=lists(999)),
        Row(data=objects(999)),
        Row(unknown=lists(999)),
        rejected("TOO_DEEP", data=lists(1_000)),
        rejected("TOO_DEEP", data=objects(1_000)),
        rejected("TOO_DEEP", unknown=lists(1_000)),
        rejected("TOO_DEEP", data=lists(100_000)),
        rejected("TOO_DEEP", data=objects(100_000)),
        Row(n=2),
    ]


def endless():
    """Files that are one value, and no end of it."""
    opening = "[" * 100_000
    yield File(
        "endless-string.json.gz",
        "a string of 300 kB without end",
        values(Bad("NOT_JSON", '{"id":"' + "x" * 300_000)),
        gzipped(),
    )
    yield File(
        "endless-objects.json.gz",
        "100,000 opening braces",
        values(Bad("TOO_DEEP", '{"a":' * 100_000)),
        gzipped(),
    )
    yield File(
        "endless-lists.json.gz",
        "100,000 opening brackets: an array, whose element has no end",
        ["[", *values(Bad("TOO_DEEP", opening[1:]))],
        gzipped(),
    )
    yield File(
        "endless-lists-closed.json.gz",
        "the same and 100,000 closing ones",
        array(Bad("TOO_DEEP", opening[1:] + "]" * 99_999)),
        gzipped(),
    )
    yield File("closing.json", "nothing but closing", lines(Bad("NOT_JSON", "]]}}]")))
    yield File("quote.json", "nothing but a quote", lines(Bad("NOT_JSON", '"')))


# Type changes, each in the last record of a file


def type_changes():
    mistake_of = {list(mistake.record)[1]: mistake for mistake in mistakes()}
    for i, (column, mistake) in enumerate(mistake_of.items()):
        shape, pieces = list(four_shapes([Row(n=1), Row(n=2), mistake]))[i % 4]
        yield File(f"last-{column}-{shape}.json", f"{column} of another type", pieces)


# Broken records

UNENDED = {"id": "rejected", "item": {"name": "one"}}


def broken_lines():
    cut_short = Bad("NOT_JSON", '{"id":"rejected","item":{"name":')
    no_end = Bad("NOT_JSON", '{"id":"rejected,"n":1}')
    stray = Bad("NOT_JSON", 'garbage {"id":"rejected"}')
    mark = Bad("NOT_JSON", BYTE_ORDER_MARK + '{"id":"rejected"}')
    rows = [Row(n=n) for n in (1, 2, 3)]
    yield File("broken-lines-first.json", "cut short", lines(cut_short, *rows))
    yield File("broken-lines-middle.json", "cut short", lines(Row(), cut_short, *rows))
    yield File("broken-lines-last.json", "cut short", lines(*rows, cut_short, last=""))
    yield File("broken-lines-string.json", "a string without end", lines(Row(), no_end, *rows))
    yield File("broken-lines-text.json", "stray text", lines(Row(), stray, *rows, stray, *rows))
    yield File("broken-lines-mark.json", "a second mark", lines(Row(), mark, *rows))
    yield File(
        "broken-lines-array.json",
        "arrays among objects",
        lines(Bad("NOT_AN_OBJECT", "[1]"), Row(), Bad("NOT_AN_OBJECT", '[{"id":1}]'), *rows),
    )
    yield File(
        "broken-lines-commas.json",
        "a comma behind all lines but the last",
        lines(*[Bad("NOT_JSON", '{"id":"rejected"},')] * 2, Row(n=1)),
    )
    yield File(
        "broken-lines-zeros.json",
        "NUL between lines, and a file's unused end",
        lines(Row(), Bad("NOT_JSON", "\0"), *rows, Bad("NOT_JSON", "\0" * 512), last=""),
    )
    yield File(
        "broken-lines-control.json",
        "controls that are no white space",
        lines(
            Row(), Bad("NOT_JSON", "\f"), Bad("NOT_JSON", "\u00a0"), Bad("NOT_UTF8", b"\xff"), *rows
        ),
    )
    yield File(
        "text.txt",
        "text that is no JSON",
        lines(Bad("NOT_JSON", "Dear all,"), "", Bad("NOT_JSON", "find it attached."), last="\n\n"),
    )


def broken_pretty_objects():
    """An object without end reaches to a line that begins with a brace where the object does."""

    def between(broken):
        return values(Row(n=1), broken, Row(n=2), layout=pretty(), between="\n", end="\n")

    whole = pretty().object(UNENDED)
    no_outer_brace = Bad("NOT_JSON", whole.removesuffix("\n}"))
    no_inner_brace = Bad("NOT_JSON", whole.replace("\n  }", ""))
    bracket = Bad("NOT_JSON", whole.replace("  }", "  ]"))
    no_quote = Bad("NOT_JSON", whole.replace('"rejected"', '"rejected'))
    stray = Bad("NOT_JSON", "garbage")
    for name, about, broken in (
        ("outer-brace", "the outer brace is missing", no_outer_brace),
        ("inner-brace", "an inner brace is missing", no_inner_brace),
        ("bracket", "a bracket in a brace's place", bracket),
        ("string", "a string without end", no_quote),
        ("quote", "a string without end in the last line", Bad("NOT_JSON", whole[:-1] + '"}')),
        ("no-brace", "no closing brace at all", Bad("NOT_JSON", '{\n  "id": "rejected"')),
        ("text", "stray text", stray),
        ("words", "several words", Bad("NOT_JSON", "// don't look here")),
        ("brace", "a closing brace too many", Bad("NOT_JSON", "}")),
        ("mark", "a second mark", Bad("NOT_JSON", BYTE_ORDER_MARK)),
        ("byte", "a stray byte that is not UTF-8", Bad("NOT_UTF8", b"\xff")),
        ("zero", "a stray NUL", Bad("NOT_JSON", "\0")),
    ):
        yield File(f"broken-pretty-{name}.json", about, between(broken))
    yield File(
        "broken-pretty-text-in-line.json",
        "stray text in the lines where objects begin and end",
        [
            *values(stray, Row(n=1), stray, layout=pretty(), between=" ", end="\n"),
            *values(Row(n=2), stray, Row(n=3), layout=pretty()),
        ],
    )
    yield File(
        "broken-pretty-text-around.json",
        "stray text first and last",
        values(stray, Row(n=1), Row(n=2), stray, layout=pretty(), between="\n", end="\n"),
    )
    for name, about, broken in (
        ("brace", "an inner brace is missing in the first object", no_inner_brace),
        ("string", "a string without end in the first object", no_quote),
    ):
        yield File(
            f"broken-pretty-first-{name}.json",
            about,
            values(broken, Row(n=1), Row(n=2), layout=pretty(), between="\n", end="\n"),
        )
    yield File(
        "broken-pretty-successive.json",
        "one broken object after another, and blank lines between",
        values(
            *[Row(n=1), no_quote, no_quote, no_inner_brace, no_inner_brace, no_outer_brace],
            *[no_quote, Row(n=2)],
            layout=pretty(),
            between="\n\n",
        ),
    )
    crlf = no_inner_brace.record.replace("\n", "\r\n")
    yield File(
        "broken-pretty-crlf.json",
        "an inner brace is missing, with Windows line ends",
        values(
            *[Row(n=1), Bad("NOT_JSON", crlf), Row(n=2)],
            layout=pretty(newline="\r\n"),
            between="\r\n",
        ),
    )
    yield File(
        "broken-pretty-last.json",
        "cut short",
        values(Row(n=1), no_outer_brace, layout=pretty(), between="\n"),
    )
    yield File(
        "broken-pretty-last-string.json",
        "cut short within a string",
        values(Row(n=1), Bad("NOT_JSON", '{\n  "id": "reje'), layout=pretty(), between="\n"),
    )
    yield File(
        "broken-pretty-utf16.json",
        "an inner brace is missing, in UTF-16",
        [BYTE_ORDER_MARK, *between(no_inner_brace)],
        utf16("le"),
    )
    yield File(
        "broken-pretty-bzip2.json.bz2",
        "a string without end, in bzip2",
        between(no_quote),
        bzipped(5),
    )
    for name, about, lost in (
        ("no-brace", "a brace is missing", '{"id":"rejected","item":{"name":"one"}{"id":"lost"}'),
        ("brace", "a brace too many", '{{"id":"rejected"}{"id":"lost"}'),
        ("string", "a string without end", '{"id":"rejected,"n":1}{"id":"lost"}'),
    ):
        yield File(
            f"broken-concatenated-{name}.json",
            f"{about} where no line begins: all that follows is lost with it",
            values(Row(n=1), Row(n=2), Bad("NOT_JSON", lost)),
        )


def broken_arrays():
    """An element without end reaches to a comma before a line that begins as elements do."""

    def between(broken):
        return dumped_array(Row(n=1), broken, Row(n=2))

    whole = pretty(4, margin="    ").object(UNENDED)
    no_outer_brace = Bad("NOT_JSON", whole.removesuffix("\n    }"))
    no_inner_brace = Bad("NOT_JSON", whole.replace("\n        }", ""))
    no_quote = Bad("NOT_JSON", whole.replace('"rejected"', '"rejected'))
    comma = Bad("NOT_JSON", ",")
    stray = Bad("NOT_JSON", "garbage")
    line = Bad("NOT_JSON", '{"id":"rejected","item":{"name":"one"}')
    for name, about, broken in (
        ("outer-brace", "the outer brace is missing", no_outer_brace),
        ("inner-brace", "an inner brace is missing", no_inner_brace),
        ("string", "a string without end", no_quote),
        ("quote", "a string without end in the last line", Bad("NOT_JSON", whole[:-1] + '"}')),
        ("text", "stray text for an element", stray),
    ):
        yield File(f"broken-array-{name}.json", about, between(broken))
        yield File(
            f"broken-array-first-{name}.json",
            f"{about}, in the first element",
            dumped_array(broken, Row(n=1), Row(n=2)),
        )
    yield File(
        "broken-array-successive.json",
        "one broken element after another",
        dumped_array(Row(n=1), no_quote, no_quote, no_inner_brace, no_outer_brace, Row(n=2)),
    )
    lists = pretty(4, margin="    ").object({"id": "rejected", "list": [{"a": 1}, {"b": 2}, {}]})
    yield File(
        "broken-array-lists.json",
        "a bracket is missing behind lines that look like elements but for their margin",
        between(Bad("NOT_JSON", lists.replace("\n        ]", ""))),
    )
    yield File(
        "broken-array-crlf.json",
        "an inner brace is missing, with Windows line ends",
        dumped_array(
            *[Row(n=1), Bad("NOT_JSON", no_inner_brace.record.replace("\n", "\r\n")), Row(n=2)],
            newline="\r\n",
        ),
    )
    yield File(
        "broken-array-utf16.json",
        "a string without end, in UTF-16",
        [BYTE_ORDER_MARK, *between(no_quote)],
        utf16("be"),
    )
    for name, about, broken in (
        ("brace", "a brace is missing", line),
        ("string", "a string without end", Bad("NOT_JSON", '{"id":"rejected}')),
    ):
        yield File(
            f"broken-array-line-each-{name}.json",
            f"{about} in a line of one element",
            array(Row(n=1), broken, Row(n=2), Row(n=3), begin="[\n", between=",\n", end="\n]\n"),
        )
    yield File(
        "broken-array-compact.json",
        "a brace is missing where no line begins: all that follows is lost with it",
        array(Row(n=1), Bad("NOT_JSON", line.record + ',{"id":"lost"},{"id":"lost"}]'), end=""),
    )
    yield File(
        "broken-array-compact-string.json",
        "a string without end where no line begins",
        array(Row(n=1), Bad("NOT_JSON", '{"id":"rejected,"n":1},{"id":"lost"}]'), end=""),
    )
    yield File(
        "broken-array-last.json",
        "an element is cut short",
        dumped_array(Row(n=1), Row(n=2), no_outer_brace)[:-1],
    )
    yield File(
        "broken-array-last-string.json",
        "an element is cut short within a string",
        array(Row(n=1), Bad("NOT_JSON", '{"id":"reje'), end=""),
    )
    no_end = Bad("NOT_JSON", "")
    yield File(
        "array-without-end.json",
        "no bracket at the end, for which a record of no byte stands",
        [*dumped_array(*few())[:-1], *values(no_end)],
    )
    yield File(
        "array-without-end-comma.json",
        "a comma at the end",
        [*array(*usual(), begin="[\n", between=",\n", end=",\n"), *values(no_end)],
    )
    yield File(
        "array-without-anything.json",
        "nothing but the bracket of the beginning",
        ["[\n", *values(no_end)],
    )
    yield File("array-last-comma.json", "a comma behind the last", array(*usual(), end=",\n]\n"))
    yield File(
        "array-commas.json",
        "commas too many",
        array(Row(n=1), ",", comma, Row(n=2), ",", comma, " ", comma, "\n", Row(n=3), between=""),
    )
    yield File(
        "array-first-comma.json",
        "a comma before the first",
        [*array(comma, end=""), *array(*few(), begin="")],
    )
    yield File(
        "array-bracket-behind.json",
        "a bracket too many",
        [*dumped_array(*few()), *values(Bad("NOT_JSON", "]"), end="\n")],
    )
    yield File(
        "array-zeros-behind.json",
        "a file's unused end",
        [*array(*few()), *values(Bad("NOT_JSON", "\0" * 512))],
    )
    yield File(
        "array-text-between.json",
        "stray text beside elements and between arrays",
        [
            *array(Row(n=1), stray, begin="[\n", between=" ", end=",\n"),
            *array(stray, Row(n=2), begin="", between=" ", end="\n]\n"),
            *values(stray, end="\n"),
            *dumped_array(*few()),
        ],
    )
    yield File(
        "array-text-behind.json",
        "stray text behind the end",
        [*dumped_array(*few()), *lines("", stray)],
    )


def files():
    for group in (
        of_lines,
        of_pretty_objects,
        of_arrays,
        of_concatenated_objects,
        of_nothing,
        of_encodings,
        of_compressions,
        odd_records,
        endless,
        type_changes,
        broken_lines,
        broken_pretty_objects,
        broken_arrays,
    ):
        yield from group()


# The whole


def main():
    everything = sorted(files(), key=lambda file: to_bytes(file.name))
    assert len({file.name for file in everything}) == len(everything)
    shutil.rmtree(INPUT, ignore_errors=True)
    INPUT.mkdir()
    EXPECTED.mkdir(exist_ok=True)
    for file in everything:
        (INPUT / file.name).write_bytes(file.stored)
    write("rows.jsonl", [row_line(file, row) for file in everything for row in file.rows])
    write("rejects.jsonl", [reject_line(file, *bad) for file in everything for bad in file.rejects])
    write("files.tsv", file_lines(everything))


def row_line(file, row):
    return json.dumps({"file": file.name, **row})


def reject_line(file, position, code, content):
    return json.dumps(
        {"file": file.name, "position": position, "code": code, **shown(content)}
    )


def shown(record):
    """The record itself if it is short and UTF-8."""
    try:
        if len(record) <= LONGEST_SHOWN_RECORD:
            return {"record": record.decode("utf-8")}
    except UnicodeDecodeError:
        pass
    return {"length": len(record), "sha256": hashlib.sha256(record).hexdigest()}


def file_lines(everything):
    yield "file\trows\trejects\twhat it is about"
    for file in everything:
        yield f"{file.name}\t{len(file.rows)}\t{len(file.rejects)}\t{file.about}"


def write(name, written):
    text = "".join(line + "\n" for line in written)
    (EXPECTED / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
