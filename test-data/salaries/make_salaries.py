#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes silver/, and what must come out of it into expected/, by the rules of the README."""

import decimal
import math
import pathlib
import random
import shutil
import struct
from collections import defaultdict
from fractions import Fraction
from urllib.parse import quote

import parquet

HERE = pathlib.Path(__file__).resolve().parent
SILVER = HERE / "silver"
EXPECTED = HERE / "expected"

DEFAULT_PARTITION = "__HIVE_DEFAULT_PARTITION__"

COLUMNS = [
    parquet.Column("idade", parquet.INT32),
    parquet.Column("nome", parquet.BYTE_ARRAY, parquet.UTF8),
    parquet.Column("ativo", parquet.BOOLEAN),
    parquet.Column("salario", parquet.DOUBLE),
    parquet.Column("bonus", parquet.INT64, parquet.DECIMAL, precision=10, scale=2),
]

NAMES = ["Ana", "João", "Luísa", "Zé", None]


def person(idade, ativo, salario, bonus=None, nome="Ana"):
    return [idade, nome, ativo, salario, None if bonus is None else int(bonus.scaleb(2))]


def money(text):
    return decimal.Decimal(text)


def partitions():
    """People by ano and mes, of which None is the default partition."""
    yield "2024", "01", ordinary(1, 40)
    yield "2024", "02", ordinary(2, 40)
    yield "2025", "01", oddities()
    yield "2025", "12", []
    yield "2025", None, ordinary(3, 5)
    yield None, "07", ordinary(4, 5)
    yield "2025", "a/b=c%d é", ordinary(5, 5)


def ordinary(seed, count):
    chance = random.Random(seed)
    for _ in range(count):
        salario = chance.randrange(-50_000, 2_000_000) / 100
        bonus = money(chance.randrange(-10_000, 1_000_000)) / 100
        yield person(
            chance.choice([18, 25, 25, 60, None]),
            chance.choice([True, False, None]),
            None if chance.random() < 0.2 else salario,
            None if chance.random() < 0.2 else bonus,
            chance.choice(NAMES),
        )


def oddities():
    # A sum of doubles in the order of the rows is 0 here, or 2 * 10**16, or infinite.
    yield from (person(1, True, salario) for salario in (1e16, 1.0, -1e16, 1.0))
    yield from (person(2, True, 0.1) for _ in range(10))
    yield from (person(3, True, salario) for salario in (1.7e308, 1.7e308, -1.7e308))
    yield from (person(4, True, salario) for salario in (5e-324, 0.0))
    yield from (person(5, True, salario) for salario in (-0.0, -0.0))
    yield from (person(6, True, None, money("0.01")) for _ in range(3))
    yield from (person(7, True, salario) for salario in (math.nan, 1.0))
    yield from (person(8, True, salario) for salario in (math.inf, 1.0))
    yield from (person(9, True, salario) for salario in (math.inf, -math.inf))
    # Half between two doubles: to the even one, and up if there is a little more.
    yield from (person(10, True, salario) for salario in (2.0**53, 2.0**53 + 2, 2.0**53, 2.0**53 + 2))
    yield from (person(11, True, salario) for salario in (2.0**53, 2.0**53 + 2, 2.0**-40, 0.0))
    yield from (person(12, True, 1.0, bonus) for bonus in (money("99999999.99"), money("-99999999.99")))
    yield from (person(13, None, 1.0, bonus) for bonus in (money("0.10"), money("0.20"), None))


def folder(column, value):
    return column + "=" + (DEFAULT_PARTITION if value is None else quote(value, safe=" é"))


def mean(values):
    if not values:
        return None
    special = {value for value in values if not math.isfinite(value)}
    if special:
        return special.pop() if len(special) == 1 else math.nan
    total = sum(map(Fraction, values))
    return float(total / len(values))


def bits(value):
    if value is None:
        return "null"
    return "nan" if math.isnan(value) else struct.pack(">d", value).hex()


def shown(value):
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def main():
    shutil.rmtree(SILVER, ignore_errors=True)
    shutil.rmtree(EXPECTED, ignore_errors=True)
    groups = defaultdict(list)
    for ano, mes, people in partitions():
        people = list(people)
        path = SILVER / folder("ano", ano) / folder("mes", mes)
        half = len(people) // 2
        for part, rows in enumerate((people[:half], people[half:])):
            parquet.write(path / f"part-{part}.parquet", COLUMNS, rows)
        for row in people:
            groups[row[0], row[2], ano, mes].append(row)

    lines = []
    for key, people in groups.items():
        salaries = [row[3] for row in people if row[3] is not None]
        bonuses = [row[4] for row in people if row[4] is not None]
        lines.append(
            [
                *map(shown, key),
                bits(mean(salaries)),
                str(len(people)),
                str(len(salaries)),
                shown(money(max(bonuses)).scaleb(-2) if bonuses else None),
                shown(money(sum(bonuses)).scaleb(-2) if bonuses else None),
                bits(float(Fraction(sum(bonuses), 100 * len(bonuses))) if bonuses else None),
            ]
        )
    EXPECTED.mkdir()
    text = "".join("\t".join(line) + "\n" for line in sorted(lines))
    (EXPECTED / "gold.tsv").write_text(text)


main()
