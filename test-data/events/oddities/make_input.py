#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes input/: a small landing zone with every oddity that records and files can have."""

import bz2
import gzip
import itertools
import json
import pathlib
import shutil

INPUT = pathlib.Path(__file__).resolve().parent / "input"

NOON = "2026-09-01T12:00:00Z"
HIVE_ESCAPED = [*"\"#%'*/:=?\\{[]^", *map(chr, range(1, 0x20)), "\x7f"]

numbers = itertools.count(1)


def event(event_id=None, timestamp=NOON, domain="shop", event_type="sold", **more):
    """One line; a field that is ... is left out."""
    fields = {
        "event_id": event_id or f"e-{next(numbers):04}",
        "timestamp": timestamp,
        "domain": domain,
        "event_type": event_type,
        "data": {"n": 1},
    } | more
    fields = {name: value for name, value in fields.items() if value is not ...}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def with_data(text, **more):
    """One line whose data is exactly the text."""
    return event(data=..., **more)[:-1] + b',"data":' + text + b"}"


def lines(*records, end=b"\n"):
    return b"".join(record + end for record in records)


def duplicates_and_ties():
    """Two files: a-first.json comes before b-second.json in any order of names."""
    once_more = event("dup-across-files")
    within = event("dup-within-a-file")
    return {
        "a-first.json": lines(
            once_more,
            within,
            within,
            event("tie-on-data", data="bb"),
            event("tie-on-data", data="a longer text sorts behind a shorter one"),
            event("tie-null-before-text", data=""),
            event("tie-on-type", event_type="returned"),
            event("tie-on-type", event_type="sold"),
            event("tie-type-before-data", domain="shop", data="z"),
            event("tie-type-before-data", domain="shops", data="a"),
            event("tie-same-joined-type", domain="a-b", event_type="c"),
            event("tie-same-joined-type", domain="a", event_type="b-c"),
            event("tie-bytes-are-unsigned", data="é"),
            event("tie-bytes-are-unsigned", data="zz"),
            event("tie-two-byte-lengths", data="x" * 128),
            event("tie-two-byte-lengths", data="x" * 256),
            event("tie-two-byte-lengths", data="x" * 300),
            event("tie-equal-content-in-two-files", data="equal"),
            event("tie-equal-content-in-two-files", data="other"),
        ),
        "b-second.json": lines(
            event("tie-on-data", data="ba"),
            event("tie-null-before-text", data=None),
            event("tie-equal-content-in-two-files", data="equal"),
            once_more,
            event("not-a-dup-other-time", timestamp="2026-09-01T12:00:00.000001Z"),
            event("not-a-dup-other-time"),
            event("Not-A-Dup-Other-Case"),
            event("not-a-dup-other-case"),
            event("not-a-dup-other-case "),
        ),
    }


def timestamps():
    equal = [
        NOON,
        "2026-09-01t12:00:00z",
        "2026-09-01T14:00:00+02:00",
        "2026-09-01T08:30:00-0330",
        "2026-09-02T02:00:00+14",
        "2026-09-01T12:00:00.000Z",
        "2026-09-01T12:00:00.000000Z",
        "2026-09-01T12:00:00.000000999Z",
        "2026-09-01T12:00:00",
        "2026-09-01T12:00",
        "2026-09-01 12:00:00",
        "1788264000",
        "1788264000000",
        1788264000,
        1788264000000,
    ]
    equal_midnight = ["2026-09-02", "2026-09-01T23:00:00-01:00", 1788307200]
    single = [
        "2026-09-01T12:00:00.1Z",
        "2026-09-01T12:00:00.123Z",
        "2026-09-01T12:00:00.123456Z",
        "2026-09-01T12:00:00.123456789+01:00",
        "2026-09-30T23:30:00-01:00",
        "2026-09-01T00:30:00+01:00",
        "1969-12-31T23:59:59.999999999Z",
        "0999-12-31T23:59:59Z",
        "9999-12-31T23:59:59.999999Z",
        "2024-02-29",
        "2000-02-29T00:00:00Z",
        1788264000.5,
        -1,
        0,
        99999999999,
        100000000000,
    ]
    bad = [
        "",
        "yesterday",
        "2023-02-29",
        "2023-02-29T10:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-00-10",
        "2026-13-01T00:00:00Z",
        "2026-04-31",
        "2026-09-00T00:00:00Z",
        "2026-09-01T12:60:00Z",
        "2026-09-01T12:00:60Z",
        "2026-09-01T24:00:00Z",
        "2026-09-01T12:00:00.Z",
        "2026-09-01T12:00:00.1234567890Z",
        "2026-09-01T12:00:00+25:00",
        "2026-09-01T12:00:00 UTC",
        "2026-09-01T",
        "26-09-01",
        "01/09/2026",
        "２０２６-09-01",
        1e300,
        99999999999999999999,
    ]
    return {
        "timestamps.json": lines(
            *(event("same-noon", time, data={"form": i}) for i, time in enumerate(equal)),
            *(event("same-midnight", time, data={"form": i}) for i, time in enumerate(equal_midnight)),
            *(event(timestamp=time) for time in single),
        ),
        "bad-timestamps.json": lines(*(event(timestamp=time) for time in bad)),
    }


def rejects():
    whole = event()
    return {
        "not-json.json": lines(
            b"java.io.IOException: Connection reset by peer",
            whole[:40],
            whole[:-1],
            whole + b"}",
            whole + b" trailing",
            whole[:-1] + b",}",
            with_data(b"01"),
            with_data(b"NaN"),
            with_data(b"'single'"),
            with_data(b'"a raw\ttab"'),
            with_data(b'"\\x41"'),
            with_data(b"[1,2"),
            with_data(b"[1,,2]"),
            with_data(b"tru"),
            with_data(b"/* why */ 1"),
            b"{event_id:1}",
            b"   nothing",
        ),
        "not-an-object.json": lines(
            b"[" + whole + b"]", b"[]", b'"text"', b"17", b"-1.5e3", b"null", b"true"
        ),
        "missing-fields.json": lines(
            b"{}",
            b'{"timestamp":"' + NOON.encode() + b'","domain":"shop"}',
            b'{"event_id":null,"timestamp":"' + NOON.encode() + b'"}',
            event(timestamp=...),
            event(timestamp=None),
            b'{"EVENT_ID":"other-case","timestamp":"' + NOON.encode() + b'"}',
        ),
        "bad-types.json": lines(
            event(timestamp=True),
            event(timestamp={"at": NOON}),
            event(timestamp=[NOON]),
        ),
        "duplicate-names.json": lines(
            b'{"event_id":"first",' + whole[1:],
            whole[:-1] + b',"data":{"n":1}}',
            whole[:-1] + b',"d\\u0061ta":null}',
        ),
        "not-utf8.json": lines(
            with_data(b'"\xff"'),
            with_data(b'"overlong \xc0\xaf"'),
            with_data(b'"surrogate \xed\xa0\x80"'),
            with_data(b'"beyond \xf4\x90\x80\x80"'),
            with_data(b'"cut \xe2\x82"'),
            with_data(b'{"latin-1":"S\xe3o Jo\xe3o"}'),
            b"\xe9 not JSON either",
        ),
        "lone-surrogates.json": lines(
            event().replace(b'"shop"', b'"\\ud83d"'),
            event().replace(b'"sold"', b'"\\ude00\\ud83d"'),
            with_data(b'"half \\uD83D of it"'),
            with_data(b'{"exact":"half \\uD83D of it"}', event_id="kept-inside-data"),
            with_data(b'"\\ud83d\\ude00"', event_id="kept-whole-pair"),
        ),
        "too-deep.json": lines(
            with_data(b"[" * 100_000 + b"]" * 100_000),
            with_data(b"[" * 100_000),
            with_data(b"[" * 1_000 + b"]" * 1_000),
            with_data(b"[" * 999 + b"]" * 999, event_id="just-not-too-deep"),
            with_data(b'{"a":' * 998 + b"{}" + b"}" * 998, event_id="objects-not-too-deep"),
        ),
        "too-long-for-a-partition.json": lines(
            event(domain="x" * 2_000),
            event(domain="y" * (256 - len("domain_event_type=-sold"))),
            event("just-not-too-long", domain="y" * (255 - len("domain_event_type=-sold"))),
            event(domain="#" * 78 + "zzz", event_type=""),
            event("escaped-just-not-too-long", domain="#" * 78 + "zzz", event_type=None),
            event(domain="é" * 118 + "zz", event_type=None),
            event("accents-just-not-too-long", domain="é" * 118 + "z", event_type=None),
        ),
    }


def values():
    return {
        "nulls.json": lines(
            event("null-data", data=None),
            event("no-data", data=...),
            event("null-domain", domain=None),
            event("no-domain", domain=...),
            event("null-type", event_type=None),
            event("null-domain-and-type", domain=None, event_type=None),
            event("empty-domain", domain=""),
            event("empty-type", event_type=""),
            event("empty-domain-null-type", domain="", event_type=None),
            event("empty-domain-and-type", domain="", event_type=""),
            b'{"event_id":"required-only","timestamp":"' + NOON.encode() + b'"}',
            b'{"event_id":"","timestamp":"' + NOON.encode() + b'","data":"an empty id"}',
        ),
        "unknown-fields.json": lines(
            event("unknown-text", version="2"),
            event("unknown-nested", context={"event_id": "inner", "list": [{"data": 1}]}),
            event("unknown-twice")[:-1] + b',"u":1,"u":2}',
            b'{"data":{"n":1},"event_type":"sold","domain":"shop","timestamp":"'
            + NOON.encode()
            + b'","event_id":"other-order"}',
            b'{"event\\u005fid":"escaped-name","time\\u0073tamp":"' + NOON.encode() + b'","data":1}',
            b'  { "event_id" :\t"spaced" , "timestamp" : "' + NOON.encode() + b'" }  ',
        ),
        "data.json": lines(
            with_data(b'{ "spaces" : [ 1 ,2 ],\t"tab":{} }', event_id="data-keeps-its-spaces"),
            with_data(b'{"b":1,"a":2,"b":3}', event_id="data-keeps-order-and-repeats"),
            with_data(b'{"e":"\\u00e9\\/\\"","raw":"\xc3\xa9"}', event_id="data-keeps-its-escapes"),
            with_data(b'"\\u00e9\\/\\"\\n\\t\\\\"', event_id="text-data-is-unescaped"),
            with_data(b"[]", event_id="data-list"),
            with_data(b"1.50", event_id="data-number"),
            with_data(b"-0", event_id="data-minus-zero"),
            with_data(b"1E+05", event_id="data-exponent"),
            with_data(b"123456789012345678901234567890.10", event_id="data-large-number"),
            with_data(b"false", event_id="data-boolean"),
            with_data('"日本語 😀 العربية"'.encode(), event_id="data-unicode"),
            with_data(b'"\\u0000"', event_id="data-nul"),
            with_data(b'"' + b"long " * 20_000 + b'"', event_id="data-100-kilobytes"),
            event(17, domain=7, event_type=True),
            event("nested-domain", domain={"a": [1]}),
        ),
    }


def partition_values():
    escaped = []
    for character in HIVE_ESCAPED:
        name = f"hive-{ord(character):02x}"
        escaped += [
            event(f"{name}-first", domain=character + "first"),
            event(f"{name}-middle", domain=f"mid{character}dle"),
            event(f"{name}-last", event_type="last" + character),
        ]
    plain = [
        "a b",
        " leading",
        "  ",
        "it's \"quoted\"",
        "50% off",
        "%41",
        "%",
        "a=b/c=d",
        "../../etc",
        ".hidden",
        "_hidden",
        "null",
        "São João",
        "Việt Nam",
        "Кириллица",
        "العربية",
        "日本",
        "😀",
        "e\u0301",
        "a+b&c;d,e!f~g`h|i<j>k(l)m$n@o}p",
        "line\nbreak",
        "u+2028 \u2028",
    ]
    alone = [".", "..", "-", "trailing ", "~"]
    return {
        "hive-escapes.json": lines(*escaped),
        "partition-values.json": lines(
            *(event(f"value-{i:02}", domain=value) for i, value in enumerate(plain)),
            *(
                event(f"alone-{i:02}", domain=value, event_type=None)
                for i, value in enumerate(alone)
            ),
        ),
    }


def shapes_of_files():
    bom = b"\xef\xbb\xbf"
    return {
        "crlf.json": lines(event(), event(), b"", b"not JSON", event(), end=b"\r\n"),
        "blank-lines.json": b"\n\n \t \n" + lines(event(), b"", b"   ", b"not JSON", event()) + b"\n\n",
        "byte-order-mark.json": bom + lines(b"not JSON", event(), event()),
        "byte-order-mark-alone.json": bom,
        "empty.json": b"",
        "newline-alone.json": b"\n",
        "no-final-newline.json": lines(event()) + event(),
        "reject-without-final-newline.json": lines(event()) + b"not JSON",
        "gzip.json.gz": gzip.compress(lines(event(), b"not JSON"), mtime=0)
        + gzip.compress(lines(event("second-gzip-member"), b"not JSON"), mtime=0),
        "gzip-by-another-name.json": gzip.compress(lines(event()), mtime=0),
        "bzip2.json.bz2": bz2.compress(lines(event(), b"not JSON")),
    }


def names_of_files():
    names = [
        "with space.json",
        "100%.json",
        "a%20b.json",
        "hash#tag.json",
        "plus+sign.json",
        "ampersand&equals=.json",
        "ação-日本-😀.json",
        "[brackets].json",
        "{braces}.json",
        "it's.json",
        "semi;colon,comma.json",
        "no-extension",
        "UPPER.JSON",
        "events.ndjson",
        "-dash.json",
        "nested/deeper/events.json",
        "nested/date=2026-09-01/events.json",
        "nested/with space/100%#.json",
    ]
    hidden = [
        "_hidden.json",
        ".hidden.json",
        "_SUCCESS",
        "_hidden/events.json",
        ".hidden/events.json",
        "nested/_hidden/deeper/events.json",
    ]
    return {
        **{name: lines(event(f"in {name}"), b"not JSON") for name in names},
        **{name: lines(event(f"never in {name}"), b"not JSON") for name in hidden},
    }


def main():
    shutil.rmtree(INPUT, ignore_errors=True)
    groups = [
        duplicates_and_ties(),
        timestamps(),
        rejects(),
        values(),
        partition_values(),
        shapes_of_files(),
        names_of_files(),
    ]
    for name, content in itertools.chain.from_iterable(group.items() for group in groups):
        file = INPUT / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


if __name__ == "__main__":
    main()
