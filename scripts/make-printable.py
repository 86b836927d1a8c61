"""Writes src/values/printable-data.ts: which code points str.isprintable() takes, per Python version.

    python3 scripts/make-printable.py COMMAND...

Each COMMAND runs one Python (a path, or a quoted command with arguments), oldest first; together they must be
the minor versions 3.6 to 3.15 without a hole. For the Pythons that run inside Node:

    "node tests/python/pyodide-worker.mjs pyodide scripts/make-printable.py"

With --probe the script prints what the Python that runs it knows.
"""
import json
import os
import shlex
import subprocess
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))


def probe():
    toggles = []
    before = False
    for point in range(0x110000):
        now = chr(point).isprintable()
        if now != before:
            toggles.append(point)
            before = now
    print(json.dumps({"minor": sys.version_info[1], "unicode": unicodedata.unidata_version, "toggles": toggles}))


def letters(number):
    """In base 26, the last digit as a capital: numbers need nothing between them."""
    number, digit = divmod(number, 26)
    text = chr(ord("A") + digit)
    while number:
        number, digit = divmod(number, 26)
        text = chr(ord("a") + digit) + text
    return text


def main(commands):
    versions = []
    for command in commands:
        words = shlex.split(command)
        if not words[-1].endswith(".py"):
            words.append(os.path.abspath(__file__))
        versions.append(json.loads(subprocess.check_output(words + ["--probe"])))
    assert [version["minor"] for version in versions] == list(range(6, 16)), "3.6 to 3.15 are needed, in order"
    rows = []
    before = set()
    for version in versions:
        toggles = set(version["toggles"])
        last = 0
        words = []
        for point in sorted(toggles ^ before):
            words.append(letters(point - last))
            last = point
        before = toggles
        rows.append((version["minor"], version["unicode"], "".join(words)))
    with open(os.path.join(HERE, "..", "src", "values", "printable-data.ts"), "w") as file:
        file.write("// Written by scripts/make-printable.py from real Pythons.\n\n")
        file.write("/**\n * Where `str.isprintable()` changes from one code point to the next, for Python 3.6 and then, for each minor\n")
        file.write(" * version, where it changes other than in the one before. Differences in base 26, the last digit of each\n * as a capital letter.\n */\n")
        file.write("export const PRINTABLE_TOGGLES: readonly string[] = [\n")
        for minor, unicode_version, text in rows:
            file.write('\t// 3.%d, Unicode %s\n\t"%s",\n' % (minor, unicode_version, text))
        file.write("];\n")


if sys.argv[1:] == ["--probe"]:
    probe()
else:
    main(sys.argv[1:])
