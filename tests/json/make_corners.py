"""Asks the Pythons that run it which two keys json.dumps(sort_keys=True) cannot compare, for corners.test.ts.

    python3.12 tests/json/make_corners.py > /tmp/12.json
    python3.13 tests/json/make_corners.py > /tmp/13.json
    python3 tests/json/make_corners.py --merge /tmp/12.json /tmp/13.json > tests/json/corners-golden.json
"""
import json
import random
import sys


def sort_errors():
    source = random.Random(5)
    rows = []
    for _ in range(80):
        length = source.randrange(2, 9)
        keys = [source.choice([source.randrange(9), "k%d" % source.randrange(9), source.randrange(9), None]) for _ in range(length)]
        keys = list(dict.fromkeys(keys))
        try:
            told = json.dumps(dict.fromkeys(keys, 0), sort_keys=True)
        except TypeError as error:
            told = str(error)
        rows.append([keys, told])
    # Numbers of three types, so that the error tells which of them stood where; most go up or down for a while.
    for _ in range(200):
        length = source.randrange(2, 13)
        keys = [source.choice([source.randrange(2, 40), source.randrange(40) + 0.5, True, False]) for _ in range(length)]
        turn = source.randrange(length + 1)
        keys[:turn] = sorted(keys[:turn], reverse=source.random() < 0.7)
        keys = list(dict.fromkeys(keys))
        keys.insert(source.randrange(len(keys) + 1), source.choice(["x", None]))
        try:
            told = json.dumps(dict.fromkeys(keys, 0), sort_keys=True)
        except TypeError as error:
            told = str(error)
        rows.append([keys, told])
    # As long as the first run may be, up and down.
    for keys in (list(range(64)), list(range(63, -1, -1)), list(range(63)) + ["x"], ["x"] + list(range(63)), list(range(40, 0, -1)) + ["x"] + [50]):
        try:
            told = json.dumps(dict.fromkeys(keys, 0), sort_keys=True)
        except TypeError as error:
            told = str(error)
        rows.append([keys, told])
    return rows


if sys.argv[1:2] == ["--merge"]:
    # A row on each line.
    text = []
    for version, rows in (json.load(open(name)) for name in sys.argv[2:]):
        text.append('"%s": [\n%s\n]' % (version, ",\n".join(map(json.dumps, rows))))
    print("{\n%s\n}" % ",\n".join(text))
else:
    print(json.dumps(["%d.%d" % sys.version_info[:2], sort_errors()]))
