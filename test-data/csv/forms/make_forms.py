#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes input/, a folder for each form of CSV, and cases.json, what must come out of each.

Rows are read back from the very bytes by Python's csv module, which is the reference; rejects are
known because they were put in. All cells are strings; what of them is null is told by the case.
"""

import bz2
import codecs
import csv
import gzip
import hashlib
import io
import json
import pathlib
import shutil

HERE = pathlib.Path(__file__).resolve().parent
INPUT = HERE / "input"

csv.field_size_limit(1 << 30)


def read(text, **dialect):
    """The rows of a text, without lines that have nothing, as csv.DictReader leaves them out."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True, **dialect)
    return [row for row in rows if row]


class Cases:
    def __init__(self):
        self.cases = []

    def add(self, name, about, *files, options=(), rows=None, columns=None, rejects=(), **dialect):
        """files are texts, or pairs of a text and the bytes that stand for it."""
        folder = INPUT / name
        folder.mkdir(parents=True)
        found = []
        found_columns = columns
        for number, file in enumerate(files):
            text, content = file if isinstance(file, tuple) else (file, file.encode())
            (folder / f"{number}.csv").write_bytes(content)
            if rows is None:
                read_rows = read(text, **dialect)
                if columns is None and read_rows:
                    found_columns = read_rows[0]
                    read_rows = read_rows[1:]
                found += read_rows
        self.cases.append(
            {
                "name": name,
                "about": about,
                "options": list(options),
                "columns": found_columns or [],
                **shown(found if rows is None else rows),
                "rejects": [
                    {"position": at, "code": code, **({} if record is None else {"record": record})}
                    for at, code, record in rejects
                ],
            }
        )


def shown(rows):
    """The rows, or of many the number and the digest of their lines of JSON, in order."""
    lines = sorted(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    text = "\n".join(lines)
    if len(text) < 5000:
        return {"rows": rows}
    return {"count": len(rows), "sha256": hashlib.sha256(text.encode()).hexdigest()}


def position(text, record):
    return len(text[: text.index(record)].encode())


def main():
    shutil.rmtree(INPUT, ignore_errors=True)
    cases = Cases()
    add = cases.add

    # RFC 4180, section 2, rule by rule.
    add("rfc-1-lines", "each record on a line of its own, ended by CRLF", "a,b,c\r\naaa,bbb,ccc\r\nzzz,yyy,xxx\r\n")
    add("rfc-2-last-line", "the last record may have no line end", "a,b,c\r\naaa,bbb,ccc\r\nzzz,yyy,xxx")
    add("rfc-3-header", "a header of as many fields as the records", "field_name,field_two\r\naaa,bbb\r\n")
    add("rfc-3-no-header", "and without one", "aaa,bbb\r\nccc,ddd\r\n", options=["--header=false"], columns=["column_1", "column_2"])
    add("rfc-4-spaces", "spaces are part of a field", "a,b\r\n aaa , bbb\r\n  ,x\r\n")
    add("rfc-5-quotes", "fields may be in quotes or not", 'a,b,c\r\n"aaa","bbb","ccc"\r\nzzz,yyy,xxx\r\n')
    add("rfc-6-inside", "line ends, quotes and commas stand in quotes", 'a,b,c\r\n"aaa","b\r\nbb","c,cc"\r\nzzz,"\n","\r"\r\n')
    add("rfc-7-doubled", "a quote in quotes is doubled", 'a,b,c\r\n"aaa","b""bb","""c"""\r\n"""","""""",""\r\n')

    # Line ends.
    add("newlines", "lines ended by a newline", "a,b\n1,2\n3,4\n")
    add("returns", "lines ended by a carriage return", "a,b\r1,2\r3,4\r")
    add("returns-last", "and the last one not", "a,b\r1,2\r3,4")
    add("mixed-ends", "lines ended by each of them", 'a,b\r\n1,2\n3,"4\r\n"\r5,6\n')
    add("blank-lines", "blank lines are nothing", "\n\na,b\n\n1,2\n\r\n3,4\n\n\n")
    add("return-in-quotes", "a carriage return in quotes", 'a,b\n1,"x\ry"\n"\r",2\n')
    add("return-in-header", "and in the header", '"a\rb",c\n1,2\n', columns=["a\nb", "c"], rows=[["1", "2"]])
    add("header-in-lines", "a header that has line ends in it", '"a\nb","c\r\nd"\n1,2\n')

    # Shapes.
    add("no-content", "a file without any byte", "", columns=["a"])
    add("only-blank", "a file of blank lines", "\n\n", columns=["a"])
    add("only-header", "a header and nothing else", "a,b\n")
    add("only-header-no-end", "without a line end", "a,b")
    add("one-row", "one row and nothing else", "1,2", options=["--header=false"], columns=["column_1", "column_2"])
    add("one-column", "one column", "a\nx\ny\n")
    add("one-column-blank", "one column: a blank line is an empty cell", "a\nx\n\ny\n", rows=[["x"], [""], ["y"]], columns=["a"])
    add("one-column-quoted", "one column: so are quotes with nothing in them", 'a\nx\n""\ny\n')
    many = [f"c{i}" for i in range(5000)]
    wide = ",".join(many) + "\n" + "".join(
        ",".join(f"{row}.{i}" if i % 7 else f'"{row},{i}"' for i in range(5000)) + "\n" for row in range(3)
    )
    add("columns-5000", "5,000 columns", (wide, gzip.compress(wide.encode(), mtime=0)))
    long = 'a,b\n1,"' + "long, and with \"\" quotes\n" * 40000 + '"\n2,x\n'
    add("large-cell", "a cell of a megabyte", (long, gzip.compress(long.encode(), mtime=0)))
    rows = "".join(f'{i},"row {i}\nof ""many""",{"é" * (i % 5)}\n' for i in range(20000))
    add("many-rows", "more rows than fit into a block", ("a,b,c\n" + rows, gzip.compress(("a,b,c\n" + rows).encode(), mtime=0)))

    # Delimiters.
    for name, delimiter in (("semicolon", ";"), ("tab", "\t"), ("bar", "|")):
        text = "a,b,c\n1,\"2,5\",3\n4,5,\"6\n7\"\n".replace(",", delimiter).replace(f"2{delimiter}5", "2,5")
        add(f"delimiter-{name}", "told by the content", text, delimiter=delimiter)
        option = "tab" if delimiter == "\t" else delimiter
        add(f"delimiter-{name}-given", "and given", text, delimiter=delimiter, options=[f"--delimiter={option}"])
    add("delimiter-colon", "any other is given", "a:b\n1:2\n", delimiter=":", options=["--delimiter=:"])
    add("delimiter-in-quotes", "those in quotes tell nothing", 'a;b\n"x,y,z,1";"x,y,z,2"\n"x,y,z,3";4\n', delimiter=";")
    add("delimiter-commas-inside", "decimal commas between semicolons", "a;b\n1,5;2,5\n3,5;4,5\n", delimiter=";")

    # Quotes and escapes.
    add("quote-single", "another quote", "a,b\n'x,''y''','z\n'\n", quotechar="'", options=["--quote='"])
    add("quote-none", "no quote at all", 'a,b\n"x,y"\n1"2,"\n', quoting=csv.QUOTE_NONE, options=["--quote=none"])
    add("quote-inside", "a quote inside a cell without quotes is text", 'a,b\n1"2,3""4\nx",y""\n')
    add(
        "escape",
        "an escape takes the next character for itself",
        'a,b\n"x\\"y","\\\\"\n1\\,2,\\"3\n"a\\\nb",c\\\\\n',
        escapechar="\\",
        options=["--escape=\\"],
    )
    add(
        "escape-doubled",
        "beside quotes that are doubled",
        'a,b\n"x""y","\\""""\n\\\n,2\n',
        escapechar="\\",
        doublequote=True,
        options=["--escape=\\"],
    )
    add(
        "escape-no-quote",
        "and without quotes, as databases export",
        'a\tb\nx\\\ty,"z"\t\\\\\n\\\n\t2\n',
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
        escapechar="\\",
        options=["--quote=none", "--escape=\\"],
    )

    # Character sets.
    accents = "id,naïve,名\n1,São Paulo,東京\n2,\"ça\nva\",🎬\n"
    latin = "id,ano,preço\n1,São Paulo,ção\n2,\"ça\nva\",ÿ\n"
    add("utf-8", "UTF-8", accents)
    add("utf-8-mark", "UTF-8 with a mark", (accents, codecs.BOM_UTF8 + accents.encode()))
    add("utf-8-mark-quote", "the mark in front of a quote", ('"a,b",c\n1,2\n', codecs.BOM_UTF8 + b'"a,b",c\n1,2\n'))
    add("utf-8-mark-alone", "a mark and nothing else", ("", codecs.BOM_UTF8), columns=["a"])
    add("utf-16le", "UTF-16 with a mark", (accents, codecs.BOM_UTF16_LE + accents.encode("utf-16-le")))
    add("utf-16be", "of the other order", (accents, codecs.BOM_UTF16_BE + accents.encode("utf-16-be")))
    add("iso-8859-1", "a byte for each character", (latin, latin.encode("iso-8859-1")), options=["--charset=ISO-8859-1"])
    euro = "a,b\n€ 5,“x”\n"
    add("windows-1252", "and another one", (euro, euro.encode("cp1252")), options=["--charset=windows-1252"])
    add(
        "charset-with-mark",
        "a mark goes before the option",
        (accents, codecs.BOM_UTF8 + accents.encode()),
        (accents, codecs.BOM_UTF16_LE + accents.encode("utf-16-le")),
        options=["--charset=ISO-8859-1"],
    )

    # Compression.
    plain = 'a,b\n1,"x\ny"\n2,z\n'
    add("gzip", "gzip", (plain, gzip.compress(plain.encode(), mtime=0)))
    members = gzip.compress(plain[:9].encode(), mtime=0) + gzip.compress(plain[9:].encode(), mtime=0)
    add("gzip-members", "of two members, cut in quotes", (plain, members))
    add("bzip2", "bzip2", (plain, bz2.compress(plain.encode())))
    utf16 = codecs.BOM_UTF16_LE + accents.encode("utf-16-le")
    add("gzip-utf-16", "UTF-16, compressed", (accents, gzip.compress(utf16, mtime=0)))

    # Headers.
    add("names", "names are made safe", "Data de lançamento,cityName,Preço (R$),a.b\n1,2,3,4\n")
    add("names-empty", "a column without a name has that of its place", "a,,c, \n1,2,3,4\n", columns=["a", "column_2", "c", "column_4"], rows=[["1", "2", "3", "4"]])
    add("names-given", "names are given", "1,2\n3,4\n", options=["--columns=x,y"], columns=["x", "y"])
    add("names-replaced", "in place of the header's", "a,b\n1,2\n", options=["--columns=x,y", "--header=true"], columns=["x", "y"], rows=[["1", "2"]])
    add(
        "headers-differ",
        "files with columns of their own, in an order of their own",
        "a,b\n1,2\n",
        "c,a\n3,4\n",
        "B,A\n5,6\n",
        "",
        columns=["a", "b", "c"],
        rows=[["1", "2", None], ["4", None, "3"], ["6", "5", None]],
    )

    # Nulls.
    add(
        "nulls",
        "an empty cell and \\N are null, but not in quotes",
        'a,b\n\\N,x\n,y\n"\\N",z\n"",w\n',
        options=["--nulls=\\N,"],
        columns=["a", "b"],
        rows=[[None, "x"], [None, "y"], ["\\N", "z"], ["", "w"]],
    )
    add(
        "nulls-given",
        "other texts are, if they are given",
        "a,b\nNULL,x\n,y\nn/a,\\N\n",
        options=["--nulls=NULL,n/a"],
        columns=["a", "b"],
        rows=[[None, "x"], ["", "y"], [None, "\\N"]],
    )
    add(
        "nulls-with-escape",
        "\\N is null where \\ is an escape too",
        "a,b\n\\N,x\n\\\\N,y\n",
        options=["--escape=\\", "--nulls=\\N"],
        columns=["a", "b"],
        rows=[[None, "x"], ["\\N", "y"]],
    )

    # Rejects.
    text = "a,b\n1,2\n3\n4,5,6\n,\n7,8\n"
    add(
        "ragged",
        "rows with too few and too many cells",
        text,
        columns=["a", "b"],
        rows=[["1", "2"], ["", ""], ["7", "8"]],
        rejects=[(position(text, "3\n"), "RAGGED", "3"), (position(text, "4,5,6"), "RAGGED", "4,5,6")],
    )
    text = 'a,b\n1,2\n"x"y,3\n"4" ,5\n6,"7\n\n8"\n"9"" ",10\n'
    add(
        "behind-quotes",
        "text behind the quotes of a cell",
        text,
        columns=["a", "b"],
        rows=[["1", "2"], ["6", "7\n\n8"], ['9" ', "10"]],
        rejects=[(position(text, '"x"y'), "NOT_CSV", '"x"y,3'), (position(text, '"4" '), "NOT_CSV", '"4" ,5')],
    )
    text = 'a,b\n1,2\n3,"4\n5,6\n'
    add(
        "open-quote",
        "quotes that are not closed, to the end of the file",
        text,
        columns=["a", "b"],
        rows=[["1", "2"]],
        rejects=[(position(text, '3,"4'), "NOT_CSV", '3,"4\n5,6\n')],
    )
    text = 'a,b\n1,2\n3,""" ""'
    add(
        "open-quote-doubled",
        "that end with one that is doubled",
        text,
        columns=["a", "b"],
        rows=[["1", "2"]],
        rejects=[(position(text, "3,"), "NOT_CSV", '3,""" ""')],
    )
    damaged = b"a,b\n1,2\n3,\xff\n\xe7\xe3o,5\n6,7\n"
    add(
        "not-utf-8",
        "bytes that are not UTF-8",
        ("", damaged),
        columns=["a", "b"],
        rows=[["1", "2"], ["6", "7"]],
        rejects=[(8, "NOT_UTF8", None), (12, "NOT_UTF8", None)],
    )
    cases_file = HERE / "cases.json"
    cases_file.write_text(json.dumps(cases.cases, ensure_ascii=True, separators=(",", ":")).replace('},{"name"', '},\n{"name"') + "\n")


if __name__ == "__main__":
    main()
