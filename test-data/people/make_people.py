#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes input/ in three formats, and the items that must come of it into expected/."""

import csv
import decimal
import json
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "salaries"))

import parquet  # noqa: E402

COLUMNS = ["id", "nome", "apelido", "cidade", "salario", "bonus", "nascimento", "ativo", "atualizado_em"]

OLD, NEW = "2024-05-01T10:00:00Z", "2024-05-02T08:30:15Z"

PEOPLE = [
    # The newest of three, which is not the last.
    [1, "Ana", "Reis", "Évora", 1200.5, "10", "1970-03-09", True, OLD],
    [1, "Ana", "Reis", "Faro", 1300.0, "10.50", "1970-03-09", True, NEW],
    [1, "Ana", None, "Évora", 1000.0, "10", "1970-03-09", True, "2023-01-01T00:00:00Z"],
    # Of the same time: the content decides.
    [2, "Bia", "Melo", "Braga", 2000.0, None, "1985-12-31", True, OLD],
    [2, "Bia", "Melo", "Braga", 2000.0, None, "1985-12-31", True, OLD],
    # Left out by the filter.
    [3, "Caio", "Luz", "Porto", 900.25, "1", "1990-01-01", False, NEW],
    [4, "Duda", None, "Porto", 900.25, "1", "1990-01-01", None, NEW],
    # No key.
    [None, "Eva", "Sá", "Faro", 5.0, "1", "2000-02-29", True, NEW],
    # A bonus that is no number.
    [6, "Fábio", "Nóbrega", "Faro", 5.0, "n/a", "2000-02-29", True, NEW],
    # Nulls and odd texts.
    [7, "a,b \"c\" 'd'", None, None, None, None, None, True, NEW],
    [8, "Gil", "Pó", "Ponta Delgada", -0.1, "-1e2", "1999-07-07", True, NEW],
    [9, "Hugo", "Sol", "Évora", 123456789.25, "0.00", "1969-12-31", True, NEW],
]


def write_json(folder):
    folder.mkdir(parents=True)
    with open(folder / "people.json", "w", encoding="utf-8") as file:
        for person in PEOPLE:
            members = {name: value for name, value in zip(COLUMNS, person) if value is not None}
            file.write(json.dumps(members, ensure_ascii=False) + "\n")


def write_csv(folder):
    folder.mkdir(parents=True)
    with open(folder / "people.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for person in PEOPLE:
            writer.writerow([cell(value) for value in person])


def cell(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def write_parquet(folder):
    folder.mkdir(parents=True)
    columns = [
        parquet.Column("id", parquet.INT64),
        parquet.Column("nome", parquet.BYTE_ARRAY, parquet.UTF8),
        parquet.Column("apelido", parquet.BYTE_ARRAY, parquet.UTF8),
        parquet.Column("cidade", parquet.BYTE_ARRAY, parquet.UTF8),
        parquet.Column("salario", parquet.DOUBLE),
        parquet.Column("bonus", parquet.BYTE_ARRAY, parquet.UTF8),
        parquet.Column("nascimento", parquet.BYTE_ARRAY, parquet.UTF8),
        parquet.Column("ativo", parquet.BOOLEAN),
        parquet.Column("atualizado_em", parquet.BYTE_ARRAY, parquet.UTF8),
    ]
    parquet.write(folder / "people-0.parquet", columns, PEOPLE[:5])
    parquet.write(folder / "people-1.parquet", columns, PEOPLE[5:])


def item(person):
    """As mapping.yaml says."""
    value = dict(zip(COLUMNS, person))
    attributes = {
        "pk": {"S": str(value["id"])},
        "name": {"S": " ".join(part for part in (value["nome"], value["apelido"]) if part is not None)},
        "city": text(value["cidade"]),
        "salary": number(value["salario"]),
        "bonus": number(value["bonus"]),
        "year": number(value["nascimento"] and int(value["nascimento"][:4])),
        "born": text(value["nascimento"] and value["nascimento"][8:] + "/" + value["nascimento"][5:7]),
        "active": {"BOOL": value["ativo"]},
        "updated": {"S": value["atualizado_em"]},
        "version": {"S": "v1"},
    }
    return {name: attribute for name, attribute in attributes.items() if attribute is not None}


def text(value):
    return None if value is None else {"S": value}


def number(value):
    if value is None:
        return None
    exact = decimal.Decimal(str(value))
    return {"N": "0" if exact == 0 else format(exact.normalize(), "f")}


def is_taken(person):
    value = dict(zip(COLUMNS, person))
    return value["ativo"] and value["id"] is not None and value["bonus"] != "n/a"


def newest():
    """The newest person of each id; those of one time are equal here."""
    by_id = {}
    for person in filter(is_taken, PEOPLE):
        other = by_id.get(person[0])
        if other is None or person[-1] > other[-1]:
            by_id[person[0]] = person
    return [by_id[key] for key in sorted(by_id)]


def main():
    for folder in ("input", "expected"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
    write_json(HERE / "input" / "json")
    write_csv(HERE / "input" / "csv")
    write_parquet(HERE / "input" / "parquet")
    (HERE / "expected").mkdir()
    with open(HERE / "expected" / "items.json", "w", encoding="utf-8") as file:
        for person in newest():
            file.write(json.dumps(item(person), ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
