"""Asks the Python that runs it for pprint.pformat() of crafted and random values, for pprint.test.ts.

    python3.13 tests/values/make_pprint.py > /tmp/3.13.json
    node tests/python/pyodide-worker.mjs pyodide tests/values/make_pprint.py > /tmp/3.14.json
    python3 tests/values/make_pprint.py --merge /tmp/3.*.json > tests/values/pprint-golden.json

The values are pickles of protocol 4 made by the same Python; random ones come from a fixed seed.
"""
import base64
import collections
import datetime
import hashlib
import json
import pickle
import pprint
import random
import re
import sys
import types
import uuid
from decimal import Decimal
from fractions import Fraction

# Every container as at an address of as many digits as those of a 64-bit Python have.
pprint._recursion = lambda value: "<Recursion on %s with id=%d>" % (type(value).__name__, 140000000000000 + id(value) % 10 ** 12)

WORDS = "the quick brown fox jumps over lazy dogs, it's a \"test\" \\ \n line\twith\u2028breaks and \xa0 spaces \U0001f600 \u0416\u0434\u0451 \x00\x7f end\r\n".split(" ")


def recursive(kind):
    value = [1, 2] if kind == "list" else {}
    if kind == "list":
        value.append(value)
    else:
        value["a" * 50] = [value, "b" * 40]
    return value


def crafted():
    yield "scalars", [None, True, 1, 2.5, 1e16, 1 + 2j, ..., "x", b"y", bytearray(b"z"), 10 ** 30, float("nan"), -0.0]
    yield "short dict", {"b": 1, "a": [2, {"d": 3, "c": 4}]}
    yield "mixed keys", {1: 0, "a": 1, None: 2, 1.5: 3, (1, 2): 4, b"b": 5, True: 6, "B": 7, 2 ** 70: 8, frozenset([1]): 9, (0,): 11, -3: 12, 1j: 13}
    yield "code points", {"\uffff": 1, "\U00010000": 2, "\ue000": 3, "\ud800": 4, "z": 5}
    yield "long dict", {"key%d" % i: "value " * i for i in range(12)}
    yield "nested", {"outer": {"inner": {"deep": list(range(40)), "text": "word " * 40}, "tuple": tuple(range(30))}, "one": ("x" * 90,)}
    yield "list of dicts", [{"id": i, "name": "name %d" % i, "tags": ["a", "b", "c" * i]} for i in range(8)]
    yield "one tuple", ("y" * 100,)
    yield "one tuple long", (list(range(50)),)
    yield "empty", [[], (), {}, set(), frozenset(), "", b"", bytearray(), collections.OrderedDict(), collections.Counter(), collections.deque(), collections.defaultdict(int)] * 3
    yield "set", set(range(60))
    yield "set of texts", {"text %d" % i for i in range(30)}
    yield "frozenset", frozenset("item %d" % i for i in range(20))
    yield "nested sets", [frozenset(["a" * 50, "b" * 50]), {frozenset(["c" * 40, "d" * 40])}]
    yield "string", "word " * 60
    yield "string lines", "first line\nsecond line that is rather long, longer than what fits into the eighty columns there are\r\nthird\x0bfourth\x1cfifth\x85sixth\u2028seventh"
    yield "string quotes", "it's " * 20 + 'and "that" ' * 10 + "it's\\" * 10
    yield "string one word", "x" * 200
    yield "string in list", ["short", "word " * 40, "a" * 100 + " b"]
    yield "string unprintable", "\x00\x01 \ud800 \u200b \U0001f600 " * 12
    yield "string spaces", "a\u3000b\u2003c\xa0d\x1fe\u180ef\ufeffg " * 10
    yield "string in dict", {"key": "long value " * 12, "other key": {"deeper": "long value " * 12}}
    yield "bytes", bytes(range(256))
    yield "bytes quotes", b"it's " * 30
    yield "bytes in list", [b"abcd" * 30, bytearray(b"efgh" * 30), b"\x00\x01"]
    yield "bytearray", bytearray(range(100))
    yield "bytes81", b"a" * 78
    yield "ordered", collections.OrderedDict((("k%d" % i), list(range(i))) for i in range(20))
    yield "ordered nested", [collections.OrderedDict([("b" * 40, "c" * 40), ("a", 1)])]
    yield "defaultdict", collections.defaultdict(list, {"k%d" % i: list(range(i)) for i in range(12)})
    yield "counter", collections.Counter({"word%d" % i: i * 7 % 11 for i in range(20)})
    yield "counter nested", {"counts": collections.Counter({"word%d" % i: i * 7 % 11 for i in range(20)})}
    yield "chainmap", collections.ChainMap({"a" * 30: "b" * 30}, {"c" * 30: list(range(30))}, {})
    yield "deque", collections.deque(range(50))
    yield "deque maxlen", collections.deque(["item %d" % i for i in range(20)], maxlen=30)
    yield "deque short", [collections.deque([1, 2], maxlen=3)] * 5
    yield "namespace", types.SimpleNamespace(a=1, inner=types.SimpleNamespace(x=list(range(40)), y=2), text="word " * 30)
    yield "datetimes", {datetime.date(2020, 1, d): datetime.datetime(2020, 1, d, 12, 30, tzinfo=datetime.timezone.utc) for d in (5, 3, 9, 1)}
    yield "timedeltas", {datetime.timedelta(days=d): [datetime.time(d, 1), datetime.timedelta(seconds=d)] for d in (5, 3, 9, 1, 2, 4)}
    yield "numbers as keys", {Decimal("1.5"): 1, 1: 2, Fraction(1, 3): 3, 0.25: 4, Decimal("-2"): 5, 10 ** 25: "x" * 60}
    yield "uuids", {uuid.UUID(int=i * 7 % 5 << 90): i for i in range(5)}
    yield "exact fit", ["x" * 76]
    yield "one too long", ["x" * 77]
    yield "exact fit dict", {"k": "x" * 71}
    yield "dict 80", {"k": "x" * 72}
    yield "wide characters", ["\U0001f600" * 76, "\U0001f600" * 77, "\u0416" * 77]
    yield "recursive list", [recursive("list"), "x" * 80]
    yield "recursive dict", recursive("dict")
    yield "deep", [[[[[[["deep" * 10, "deeper" * 10]]], {"a": [{"b": {"c": ["d" * 30, "e" * 30]}}]}]]]]
    yield "very deep", __import__("functools").reduce(lambda inner, i: [inner, i], range(60), "x")
    yield "types", [int, collections.OrderedDict, len, type(None), range(3), slice(1, 2), NotImplemented] * 2
    yield "exceptions", [ValueError("a" * 50), KeyError("b" * 50), OSError(2, "No such file")]
    yield "shared", [[1, 2, 3] * 10] * 3


def some(maker, random, depth):
    kinds = ["int", "text", "none", "float", "bytes", "long text"] + (["list", "dict", "tuple", "set", "ordered", "deque", "dict", "list"] if depth else [])
    kind = random.choice(kinds)
    few = random.choice([0, 1, 2, 3, 5, 8])
    if kind == "int":
        return random.choice([random.randrange(-5, 100), random.randrange(10 ** 12)])
    if kind == "float":
        return random.choice([0.5, 1.0, 1e20, random.random()])
    if kind == "none":
        return random.choice([None, True, False])
    if kind == "text":
        return random.choice(WORDS)
    if kind == "long text":
        return " ".join(random.choice(WORDS) for _ in range(random.randrange(1, 40)))
    if kind == "bytes":
        return bytes(random.randrange(256) for _ in range(random.choice([0, 3, 4, 5, 30, 61])))
    if kind == "list":
        return [some(maker, random, depth - 1) for _ in range(few)]
    if kind == "tuple":
        return tuple(some(maker, random, depth - 1) for _ in range(few))
    if kind == "set":  # of one item, whose order is the same everywhere
        return {random.choice(WORDS)}
    if kind == "deque":
        return collections.deque([some(maker, random, depth - 1) for _ in range(few)], random.choice([None, 10]))
    entries = [(random.choice(WORDS) * random.randrange(1, 4), some(maker, random, depth - 1)) for _ in range(few)]
    return (collections.OrderedDict if kind == "ordered" else dict)(entries)


def short(text):
    # Addresses are numbers in the order of their appearance.
    ids = {}
    text = re.sub(r"(?<= with id=)\d+", lambda match: str(ids.setdefault(match.group(), len(ids) + 1)), text)
    if len(text) <= 4000:
        return text
    return {"length": len(text), "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}


STYLES = [{"width": 40}, {"width": 20, "indent": 4}, {"compact": True}, {"depth": 2}, {"depth": 1, "compact": True, "width": 30}, {"indent": 0, "width": 1}]


def merge(files):
    merged = {}
    for name in files:
        with open(name) as file:
            told = json.load(file)
        for key, row in told["rows"].items():
            rows = merged.setdefault(key, [])
            for known in rows:
                if known[1] == row:
                    known[0] += " " + told["version"]
                    break
            else:
                rows.append([told["version"], row])
    print(json.dumps(merged, indent=0, sort_keys=True))


def has_sets(value):
    return isinstance(value, (set, frozenset)) or (isinstance(value, (list, tuple, collections.deque)) and any(map(has_sets, value))) \
        or (isinstance(value, dict) and any(map(has_sets, value.values())))


def main():
    rows = {}
    values = list(crafted())
    generator = random.Random(2024)
    values += [("random %d" % i, some(None, generator, 4)) for i in range(40)]
    for name, value in values:
        data = pickle.dumps(value, 4)
        texts = [short(pprint.pformat(value))] + [short(pprint.pformat(value, **style)) for style in STYLES]
        rows[name] = [base64.b64encode(data).decode(), texts]
    print(json.dumps({"version": "%d.%d.%d" % sys.version_info[:3], "rows": rows}))


if sys.argv[1:2] == ["--merge"]:
    merge(sys.argv[2:])
else:
    main()
