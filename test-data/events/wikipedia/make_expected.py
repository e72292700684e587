#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what the events pipeline must make of input/, from the raw JSON and the README's rules."""

import collections
import datetime
import gzip
import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
INPUT = HERE / "input" / "wikipedia-edits-2015-09-12.json.gz"
KEY = ("time", "channel", "page", "user")
PARTITION = ("domain_event_type", "year", "month", "day")
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def read_rows():
    with gzip.open(INPUT, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield {name.lower(): value for name, value in json.loads(line).items()}


def with_partition(row):
    time = datetime.datetime.fromisoformat(row["time"].replace("Z", "+00:00"))
    time = time.astimezone(datetime.timezone.utc)
    return row | {
        "time": (time - EPOCH) // datetime.timedelta(microseconds=1),
        "domain_event_type": f"{row['channel']}-{row['namespace']}",
        "year": f"{time.year:04}",
        "month": f"{time.month:02}",
        "day": f"{time.day:02}",
    }


def canonical(value):
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    assert "\x1f" not in text and "\n" not in text and text != "\\N", text
    return text


def main():
    rows = [with_partition(row) for row in read_rows()]
    assert len({tuple(row[name] for name in KEY) for row in rows}) == len(rows)

    counts = collections.Counter(tuple(row[name] for name in PARTITION) for row in rows)
    lines = ["\t".join((*PARTITION, "rows"))]
    lines += ["\t".join((*values, str(count))) for values, count in sorted(counts.items())]
    text = "\n".join(lines) + "\n"
    (HERE / "expected" / "partitions.tsv").write_text(text, encoding="utf-8", newline="\n")

    columns = sorted(rows[0])
    texts = ["\x1f".join(canonical(row[name]) for name in columns) + "\n" for row in rows]
    digest = hashlib.sha256(b"".join(sorted(text.encode("utf-8") for text in texts)))
    (HERE / "expected" / "rows.sha256").write_text(digest.hexdigest() + "\n", encoding="ascii")
    print(f"{len(rows)} rows, {len(counts)} partitions, {digest.hexdigest()}")


if __name__ == "__main__":
    main()
