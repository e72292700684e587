#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes input/: 600 films in three files, as a spreadsheet would export them, and the rows that
must come of them into expected/rows.tsv, and the rejects into expected/rejects.tsv."""

import gzip
import pathlib
import random
import shutil

HERE = pathlib.Path(__file__).resolve().parent
TITLES = ["O Cortiço", 'A "Nova" Onda', "Ponto; vírgula", "Duas\nlinhas", "Ação", "Água", "Simples"]
HEADER = ["Código", "Título original", "Data de lançamento", "Nota média", "Votos", "Em cartaz", "Receita (US$)", "Coletado em"]


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ';"\r\n') else text


def film(number, rng):
    """The cells, and the values they stand for."""
    title = f"{TITLES[number % len(TITLES)]} {number}"
    date = f"{1930 + number % 90}-{1 + number % 12:02}-{1 + number % 28:02}"
    mean = rng.randrange(0, 101)
    votes = rng.randrange(0, 2_000_000)
    revenue = rng.randrange(10**15, 10**17)
    values = [
        f"{number:05}",
        title,
        date if number % 11 else None,
        mean / 10 if number % 13 else None,
        votes,
        number % 2 == 0,
        f"{revenue // 100}.{revenue % 100:02}",
        f"2026-11-{1 + number % 20:02} 10:20:30.{number % 1000:03}000",
    ]
    cells = [
        values[0],
        quoted(title),
        values[2] or "",
        f"{mean // 10},{mean % 10}" if values[3] is not None else "\\N",
        str(votes),
        "TRUE" if values[5] else "false",
        values[6].replace(".", ","),
        f"2026-11-{1 + number % 20:02}T10:20:30.{number % 1000:03}Z",
    ]
    return cells, values


def text(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).replace("\n", "\\n")


def main():
    rng = random.Random(1)
    shutil.rmtree(HERE / "input", ignore_errors=True)
    (HERE / "input").mkdir()
    (HERE / "expected").mkdir(exist_ok=True)
    files = [[";".join(HEADER)] for _ in range(3)]
    rows = []
    for number in range(600):
        cells, values = film(number, rng)
        files[number // 200].append(";".join(cells))
        rows.append("\t".join(text(value) for value in values))
    rejects = []
    for file, at, record, code in (
        (0, 50, "00000;curta", "RAGGED"),
        (1, 100, '00001;"aspas"abertas;;;;;;', "NOT_CSV"),
        (2, 150, "00002;longa;;;;;;;;", "RAGGED"),
    ):
        files[file].insert(at, record)
        rejects.append((file, at, record, code))
    contents = ["\r\n".join(lines) + "\r\n" for lines in files]
    names = ["a.csv", "b.csv.gz", "c.csv"]
    lines = []
    for file, at, record, code in rejects:
        offset = len(contents[file][: contents[file].index(record)].encode())
        if file == 2:
            offset += 3
        lines.append(f"{names[file]}\t{offset}\t{code}\t{record}")
    (HERE / "input" / names[0]).write_bytes(contents[0].encode())
    (HERE / "input" / names[1]).write_bytes(gzip.compress(contents[1].encode(), mtime=0))
    (HERE / "input" / names[2]).write_bytes(b"\xef\xbb\xbf" + contents[2].encode())
    (HERE / "expected" / "rows.tsv").write_text("\n".join(sorted(rows)) + "\n")
    (HERE / "expected" / "rejects.tsv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
