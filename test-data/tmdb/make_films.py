#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes films as TMDB answers for one, and what comes of them, without any of Levada's code.

films.jsonl                what the sandbox's TMDB server is given
raw/dt=2026-03-01/         what tmdb-ingest makes of them, with all default options
expected/rows.jsonl        the rows that tmdb-to-trusted makes of that
expected/flat.jsonl        the same rows with --nested=flatten
"""

import json
import pathlib

HERE = pathlib.Path(__file__).parent
DATE = "2026-03-01"

GENRES = {18: "Drama", 10749: "Romance", 35: "Comedy", 27: "Horror"}
COUNTRIES = {"BR": "Brazil", "FR": "France", "JP": "Japan"}
LANGUAGES = {"pt": ("Portuguese", "Português"), "fr": ("French", "Français"), "ja": ("Japanese", "日本語")}
COMPANIES = {
    7: ("Aurora Filmes", "/aurora.png", "BR"),
    12: ("Maison d'Été", None, "FR"),
    31: ("銀河映画", "/ginga.png", "JP"),
}


def film(number, title, language, genres, companies, countries, **other):
    made = {
        "adult": False,
        "backdrop_path": f"/b{number}.jpg",
        "belongs_to_collection": None,
        "budget": 1_000_000 * number,
        "genres": [{"id": g, "name": GENRES[g]} for g in genres],
        "homepage": "",
        "id": number,
        "imdb_id": f"tt{number:07d}",
        "origin_country": list(countries),
        "original_language": language,
        "original_title": title,
        "overview": f"About {title}.",
        "popularity": 10.5 + number,
        "poster_path": None,
        "production_companies": [
            {"id": c, "logo_path": COMPANIES[c][1], "name": COMPANIES[c][0], "origin_country": COMPANIES[c][2]}
            for c in companies
        ],
        "production_countries": [{"iso_3166_1": c, "name": COUNTRIES[c]} for c in countries],
        "release_date": f"19{60 + number % 40}-0{1 + number % 9}-15",
        "revenue": 0,
        "runtime": 90 + number % 60,
        "spoken_languages": [
            {"english_name": LANGUAGES[language][0], "iso_639_1": language, "name": LANGUAGES[language][1]}
        ],
        "status": "Released",
        "tagline": "",
        "title": title,
        "video": False,
        "vote_average": 8.25,
        "vote_count": 100 * number,
    }
    made.update(other)
    return made


FILMS = [
    film(40, "Água e Sal", "pt", [18, 10749], [7, 12], ["BR", "FR"]),
    film(5, "Le Quai", "fr", [10749], [12], ["FR"],
         belongs_to_collection={"id": 3, "name": "Les Quais", "poster_path": None, "backdrop_path": "/quais.jpg"}),
    film(77, "Risos", "pt", [35], [7], ["BR"]),
    film(12, "水の音", "ja", [18], [31, 7], ["JP", "BR"], overview='He says "no"\nand leaves, \\ slowly.'),
    film(101, "Unproduced", "fr", [18, 27], [], [], release_date="", runtime=None, poster_path="/u.jpg"),
    film(33, "Noite", "pt", [27], [7], ["BR"]),
    film(64, "Um Dia", "pt", [35, 18], [7], ["BR"], release_date="1999-12-31"),
]


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def lines(path, values):
    (HERE / path).write_text("".join(compact(value) + "\n" for value in values), encoding="utf-8")


def array(path, values):
    (HERE / path).write_text("[\n" + ",\n".join(map(compact, values)) + "\n]\n", encoding="utf-8")


def told(one):
    return {
        **{k: one[k] for k in ("id", "title", "release_date", "overview", "popularity", "vote_count", "vote_average")},
        "production_countries": [c["name"] for c in one["production_countries"]],
        "original_language": one["original_language"],
        "genres": [g["name"] for g in one["genres"]],
    }


def companies(films):
    groups = {}
    for one in films:
        for company in one["production_companies"] or [{"id": None, "name": None, "origin_country": None}]:
            group = groups.setdefault(company["id"], (company, []))
            group[1].append(told(one))
    return [
        {"company_id": key, "company": company["name"], "origin_country": company["origin_country"], "films": of}
        for key, (company, of) in sorted(groups.items(), key=lambda g: (g[0] is None, g[0] or 0))
    ]


def flat(row):
    made = {}
    for name, value in row.items():
        if name == "belongs_to_collection":
            for member in ("id", "name", "poster_path", "backdrop_path"):
                made[f"{name}_{member}"] = value[member] if value else None
        elif name in MEMBERS:
            for member in MEMBERS[name]:
                made[f"{name}_{member}"] = [element[member] for element in value]
        else:
            made[name] = value
    return made


MEMBERS = {
    "genres": ("id", "name"),
    "production_companies": ("id", "logo_path", "name", "origin_country"),
    "production_countries": ("iso_3166_1", "name"),
    "spoken_languages": ("english_name", "iso_639_1", "name"),
}

kept = sorted(
    (one for one in FILMS if any(g["id"] in (18, 10749) for g in one["genres"])), key=lambda one: one["id"]
)
lines("films.jsonl", FILMS)
lines(f"raw/dt={DATE}/filmes.jsonl", [{"collection_date": DATE, **one} for one in kept])
array(f"raw/dt={DATE}/produtoras_filmes.json", companies(kept))
array(
    f"raw/dt={DATE}/idiomas.json",
    [
        {"original_language": code, "films": sum(one["original_language"] == code for one in kept)}
        for code in sorted({one["original_language"] for one in kept})
    ],
)
rows = [
    {**one, "release_date": one["release_date"] or None, "collection_date": DATE, "dt": DATE} for one in kept
]
lines("expected/rows.jsonl", rows)
lines("expected/flat.jsonl", [{**flat(row), "dt": row["release_date"]} for row in rows])
