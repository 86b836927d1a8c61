"""Runs Python's own commands (json, pickletools, pickle) on many cases and prints what they did, as JSON.

With --stdin the cases come as JSON, else they are those below.
Each case says what was typed and what lay there, and what came out: stdout, stderr, exit code, files written.
The program is called `brine ...`, since the width of its name shapes the usage text.
"""

import argparse
import base64
import collections
import datetime
import decimal
import io
import json
import os
import pickle
import pickletools
import re
import runpy
import shutil
import sys
import tempfile

CASES = []


def case(command, arguments, stdin=b"", files=None, env=None, tty=False):
    CASES.append(dict(command=command, arguments=arguments, stdin=stdin, files=files or {}, env=env or {}, tty=tty))


# --- python -m json ------------------------------------------------------------------------------------------------

DOCUMENT = '{"b": [1, 2.0, -0, 1E400, "\\u00e9é😀"], "a": null, "z\\"": {}, "e": [], "t": [true, false, NaN, -Infinity]}'
DOCUMENTS = [
    DOCUMENT,
    "1",
    '"text"',
    "null",
    "[]",
    "{}",
    "[[], {}]",
    '{"a": 1, "b": 2, "a": 3}',
    '{"10": 1, "9": 2, "": 3}',
    '["\\ud800", "\\u007f\\u0001\\u2028"]',
    "[1.0, 1e16, 1e22, 1e-7, 0.1, 123456789012345678901234567890, -0.0]",
    "  [1]  \n",
    "[1,\r\n2,\r3]",
    '{"\uffff": 1, "\U00010000": 2}',
]
for text in DOCUMENTS:
    case("json", [], text.encode("utf-8", "surrogatepass"))
    case("json", ["--sort-keys", "--compact"], text.encode())
FLAGS = [
    ["--sort-keys"],
    ["--no-ensure-ascii"],
    ["--indent", "2"],
    ["--indent=0"],
    ["--indent", "-3"],
    ["--indent", " 1_0 "],
    ["--ind", "1"],
    ["--tab"],
    ["--no-indent"],
    ["--compact"],
    ["--compact", "--no-ensure-ascii", "--sort-keys"],
    ["--sort"],
    ["--no-e"],
    ["-"],
]
for flags in FLAGS:
    case("json", flags, DOCUMENT.encode())
BROKEN = [
    b"",
    b" ",
    b"{",
    b"[1,",
    b"[1,]",
    b'{"a": 1,}',
    b"{'a': 1}",
    b'{"a" 1}',
    b"[1] x",
    b"nul",
    b'"abc',
    b'"a\nb"',
    b'"\\x"',
    b'"\\u12"',
    b"[1,\r\n\r\n x]",
    b"[1,\n\xc3\xa9 x]",
    b"\xef\xbb\xbf[1]",
    b"[1, \xff]",
    b'["\xc3"]',
    b'["\xe2\x82"]',
    b'["\xed\xa0\x80"]',
    b'["abc\xf0\x9f\x98',
    b"9" * 5000,
    b"[" + b"1" * 5000 + b"]",
]
# First bytes with each range of second bytes, sequences cut at each place, and what follows one that is whole.
for head, rest in [
    (b"\xc2", b"\x80"),
    (b"\xdf", b"\xbf"),
    (b"\xe0", b"\xa0\x80"),
    (b"\xe1", b"\x80\x80"),
    (b"\xed", b"\x9f\xbf"),
    (b"\xf0", b"\x90\x80\x80"),
    (b"\xf1", b"\x80\x80\x80"),
    (b"\xf4", b"\x8f\xbf\xbf"),
]:
    BROKEN.append(b'["' + head + b'"]')
    BROKEN.append(b'["' + head + bytes([rest[0] - 1 if rest[0] > 0x80 else 0xC0]) + rest[1:] + b'"]')
    BROKEN.append(b'["' + head + rest + b"\x80")
    for length in range(len(rest)):
        BROKEN.append(b'["' + head + rest[:length])
BROKEN += [b"\xf5\x80\x80\x80", b"\xc1\x80", b"[1]\r", b'["a\r']
for data in BROKEN:
    case("json", [], data)
case("json", ["--no-ensure-ascii"], b'["good", "\\ud800"]')
case("json", ["--no-ensure-ascii"], b'{"a": "x\\udc00\\udc01y"}')
case("json", ["--no-ensure-ascii", "--compact"], b'{"a": {"\\ud83d": 1}}')
LINES = b'{"a": 1}\n[1, 2]\n"x"\n'
for flags in [[], ["--compact"], ["--no-indent"], ["--tab"], ["--sort-keys"]]:
    case("json", ["--json-lines", *flags], LINES)
case("json", ["--json-lines"], b'1\r\n2\r3')
case("json", ["--json-lines"], b"1\n\n2\n")
case("json", ["--json-lines"], b"1\n[1,\n2\n")
case("json", ["--json-lines"], b"")
case("json", ["--json-lines"], b"1 2\n")
case("json", ["in.json"], files={"in.json": DOCUMENT.encode()})
case("json", ["in.json", "out.json", "--no-ensure-ascii"], files={"in.json": DOCUMENT.encode()})
case("json", ["in.json", "in.json", "--compact"], files={"in.json": b"[1, 2]"})
case("json", ["-", "out.json"], b"[1]")
case("json", ["bad.json", "out.json"], files={"bad.json": b"[", "out.json": b"old"})
case("json", ["missing.json"])
case("json", ["in.json", "no/where.json"], files={"in.json": b"1"})
for wrong in [
    ["--nope"],
    ["a", "b", "c"],
    ["--indent"],
    ["--indent", "x"],
    ["--indent", "1.5"],
    ["--indent", "2", "--tab"],
    ["--compact", "--no-indent"],
    ["--tab", "--no-indent"],
    ["--compact=1"],
    ["--no"],
]:
    case("json", wrong, b"1")
case("json", ["-h"])
case("json", ["--help"], env={"COLUMNS": "40"})
case("json", ["-h"], env={"FORCE_COLOR": "1"})
case("json", ["--nope"], env={"FORCE_COLOR": "1"})
for env in [
    {"FORCE_COLOR": "1"},
    {"FORCE_COLOR": "1", "NO_COLOR": "1"},
    {"PYTHON_COLORS": "1", "NO_COLOR": "1"},
    {"PYTHON_COLORS": "0", "FORCE_COLOR": "1"},
    {"FORCE_COLOR": "1", "TERM": "dumb"},
    {"FORCE_COLOR": ""},
]:
    case("json", [], DOCUMENT.encode(), env=env)
case("json", ["--compact", "--no-ensure-ascii"], DOCUMENT.encode(), env={"FORCE_COLOR": "1"})
case("json", ["--json-lines", "--no-indent"], LINES, env={"FORCE_COLOR": "1"})
case("json", ["in.json", "out.json"], files={"in.json": b'{"a": "\\"1"}'}, env={"FORCE_COLOR": "1"})
case("json", ["--no-ensure-ascii"], b'["good", "\\ud800"]', env={"FORCE_COLOR": "1"})


# --- python -m pickletools -----------------------------------------------------------------------------------------

SHARED = ["é", "é"]
VALUE = {"list": [1, 2.5, None, True], "tuple": (1, "x"), b"bytes": b"\x00\xff", "again": SHARED, "more": SHARED}
PICKLES = {"p%d.pkl" % protocol: pickle.dumps(VALUE, protocol) for protocol in range(6)}
memo = io.BytesIO()
pickler = pickle.Pickler(memo, 2)
pickler.dump(SHARED)
split = memo.tell()
pickler.dump(SHARED)
PICKLES["first.pkl"], PICKLES["second.pkl"] = memo.getvalue()[:split], memo.getvalue()[split:]
PICKLES["cut.pkl"] = PICKLES["p4.pkl"][:-5]
PICKLES["bad.pkl"] = b"\x80\x02]\xff."
PICKLES["stack.pkl"] = b"K\x01K\x02."
PICKLES["controls.pkl"] = b"X\x08\x00\x00\x00\x1b[2J\n\t\x7f\x00."
PICKLES["empty.pkl"] = b""
PICKLES["line.pkl"] = b"I1"
PICKLES["codec.pkl"] = b"X\x02\x00\x00\x00\xc3(."


def dis(*arguments, **more):
    names = [argument for argument in arguments if argument in PICKLES]
    case("dis", list(arguments), files={name: PICKLES[name] for name in names}, **more)


for name in PICKLES:
    dis(name)
for flags in [["-a"], ["-l", "0"], ["-l2", "-a"], ["--indentlevel=1"], ["-m"], ["-am"], ["--anno"], ["-l", "-1"]]:
    dis(*flags, "p0.pkl")
dis("first.pkl", "second.pkl")
dis("-m", "first.pkl", "second.pkl")
dis("p1.pkl", "cut.pkl", "p2.pkl")
dis("p1.pkl", "missing.pkl")
dis("-p", "## {name} {{}} {name!r} [{name:>12}]", "p1.pkl", "p2.pkl")
dis("-p", "{nope}", "p1.pkl", "p2.pkl")
dis("-p", "{", "p1.pkl", "p2.pkl")
dis("-p", "}", "p1.pkl", "p2.pkl")
dis("-p", "{name!a:*^11.4}|{name:<9}|{name:.2s}", "p1.pkl", "p2.pkl")
for spec in ["d", "\u00e9", " d", "5.", "+", " ", "=5", ",", "1_s", "#", "z5", "5x5", "9" * 20, "<<<", "010", "<08.3s", "x^08", "\U0001f600<8"]:
    dis("-p", "{name:%s}|" % spec, "p1.pkl", "p2.pkl")
dis("-p", "only with more than one", "p1.pkl")
dis("-o", "out.txt", "p3.pkl", "p4.pkl")
dis("-o", "no/out.txt", "p3.pkl")
dis("-o", "out.txt", "cut.pkl")
dis("-", stdin=PICKLES["p2.pkl"])
dis("-", "-", stdin=PICKLES["p2.pkl"] + PICKLES["p5.pkl"])
dis("-m", "-", "p1.pkl", "-", stdin=PICKLES["first.pkl"] + PICKLES["second.pkl"])
for wrong in [[], ["--nope", "x"], ["-l", "x", "p1.pkl"], ["-o"], ["-l", "p1.pkl"], ["-t"]]:
    dis(*wrong)
dis("-h")
dis("-h", env={"COLUMNS": "50"})
dis("-h", env={"FORCE_COLOR": "1"})


# --- python -m pickle ----------------------------------------------------------------------------------------------

RECURSIVE = [1]
RECURSIVE.append(RECURSIVE)
LOOP = {"a": 1}
LOOP["self"] = LOOP
VALUES = [
    1,
    None,
    "text",
    "a 'quoted' text",
    "line\nbreak\x1b[31m",
    "word " * 40,
    b"bytes " * 30,
    [1, 2.0, 1e16, -0.0, float("nan")],
    list(range(100)),
    ["item number %d" % number for number in range(12)],
    (1,),
    tuple("word%d" % number for number in range(20)),
    {"b": 1, "a": 2, 3: "int", None: "none", (1, 2): "tuple"},
    {"key%d" % number: list(range(number)) for number in range(12)},
    {"outer": {"inner": {"deep": ["x" * 30, "y" * 30, "z" * 30]}}, "other": ("p" * 40, "q" * 40)},
    {1, 2, 3},
    frozenset(["a", "b"]),
    set(range(40)),
    frozenset(range(40)),
    set(),
    bytearray(b"abc"),
    bytearray(range(200)),
    range(3),
    1 + 2j,
    Ellipsis,
    RECURSIVE,
    LOOP,
    [SHARED, SHARED],
    collections.OrderedDict([("b", 1), ("a", 2)]),
    collections.OrderedDict(("key%d" % number, "value " * number) for number in range(8)),
    collections.defaultdict(int, a=1),
    collections.defaultdict(list, {"k%d" % number: [number] * number for number in range(12)}),
    collections.Counter("mississippi"),
    collections.Counter({"w%d" % number: number for number in range(30)}),
    collections.deque([1, 2, 3], maxlen=5),
    collections.deque(["item %d" % number for number in range(20)]),
    collections.ChainMap({"a": 1}, {"b": 2}),
    datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.timezone.utc),
    [datetime.date(2024, 1, day) for day in range(1, 6)],
    decimal.Decimal("1.50"),
    ValueError("bad", 3),
    [[[[[[1]]]]]],
    "\U0001f600 é \u200b \ud800",
    {"text": "lorem ipsum dolor sit amet " * 8},
    ["a" * 100, "b" * 100],
    [0.1] * 30,
    [True, False, None] * 10,
]
for value in VALUES:
    case("show", ["v.pkl"], files={"v.pkl": pickle.dumps(value, 4)})
case("show", ["a.pkl", "b.pkl"], files={"a.pkl": pickle.dumps([1], 0), "b.pkl": pickle.dumps({"x": 1}, 1)})
case("show", ["-"], pickle.dumps(VALUE, 2))
case("show", ["a.pkl", "-"], pickle.dumps(VALUE, 2), files={"a.pkl": pickle.dumps(1)})
for name in ["cut.pkl", "bad.pkl", "empty.pkl"]:
    case("show", [name], files={name: PICKLES[name]})
    case("show", ["a.pkl", name, "a.pkl"], files={name: PICKLES[name], "a.pkl": pickle.dumps(1)})
case("show", ["missing.pkl"])
case("show", [])


# --- running them --------------------------------------------------------------------------------------------------

MODULES = {"json": "json", "dis": "pickletools", "show": "pickle"}


DOCS = sorted((opcode.doc.split("\n", 1)[0] for opcode in pickletools.opcodes), key=len, reverse=True)


def without_docs(text):
    """The texts of `-a` are Python's own, and ours are ours: `#` stands for either."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        for doc in DOCS:
            if line.endswith(" " + doc):
                lines[index] = line[: -len(doc)] + "#"
                break
    return "\n".join(lines)


def b64(data):
    return base64.b64encode(data).decode()


class Stream(io.BytesIO):
    """A buffer that can still be read when the text file over it was closed."""

    def close(self):
        pass


def run(entry):
    argparse._prog_name = lambda prog=None: prog or "brine " + entry["command"]
    folder = tempfile.mkdtemp()
    back = os.getcwd()
    os.chdir(folder)
    saved = sys.argv, sys.stdin, sys.stdout, sys.stderr, dict(os.environ)
    out, err = Stream(), Stream()
    code = 0
    try:
        for name, data in entry["files"].items():
            with open(name, "wb") as file:
                file.write(data)
        for name in ["PYTHON_COLORS", "NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS"]:
            os.environ.pop(name, None)
        os.environ.update({"COLUMNS": "80", **entry["env"]})
        sys.argv = ["brine", *entry["arguments"]]
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(entry["stdin"])), encoding="utf-8")
        sys.stdout = io.TextIOWrapper(out, encoding="utf-8", errors="strict", newline="\n")
        sys.stderr = io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace", newline="\n")
        try:
            runpy.run_module(MODULES[entry["command"]], run_name="__main__", alter_sys=True)
        except SystemExit as leaving:
            code = leaving.code
            if isinstance(code, BaseException) or isinstance(code, str):
                sys.stderr.write(str(code) + "\n")
                code = 1
            code = code or 0
        except BaseException as error:
            # The last line of the traceback, without the module of the class.
            sys.stderr.write("%s: %s\n" % (type(error).__name__, error))
            code = 1
        for stream in (sys.stdout, sys.stderr):
            if not stream.closed:
                stream.flush()
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr, environment = saved
        os.environ.clear()
        os.environ.update(environment)
    written = {}
    for name in sorted(os.listdir(".")):
        with open(name, "rb") as file:
            data = file.read()
        if entry["files"].get(name) != data:
            written[name] = b64(data)
    os.chdir(back)
    shutil.rmtree(folder, ignore_errors=True)
    answer = dict(command=entry["command"], arguments=entry["arguments"])
    if entry["stdin"]:
        answer["stdin"] = b64(entry["stdin"])
    if entry["files"]:
        answer["files"] = {name: b64(data) for name, data in entry["files"].items()}
    if entry["env"]:
        answer["env"] = entry["env"]
    answer["stdout"] = without_docs(out.getvalue().decode("utf-8")) if entry["command"] == "dis" else out.getvalue().decode("utf-8")
    # Where a container that is inside itself lies in memory is nobody's business.
    answer["stdout"] = re.sub(r" with id=\d+>", " with id=1>", answer["stdout"])
    # The numbers of Emscripten's errors are not those of Linux.
    answer["stderr"] = err.getvalue().decode("utf-8").replace("[Errno 44]", "[Errno 2]")
    answer["code"] = code
    if written:
        answer["written"] = written
    return answer


if "--stdin" in sys.argv:
    CASES = [
        dict(
            command=entry["command"],
            arguments=entry["arguments"],
            stdin=base64.b64decode(entry.get("stdin", "")),
            files={name: base64.b64decode(data) for name, data in entry.get("files", {}).items()},
            env=entry.get("env", {}),
        )
        for entry in json.load(sys.stdin)
    ]

print("[")
answers = [run(entry) for entry in CASES]
print(",\n".join(json.dumps(answer, ensure_ascii=True) for answer in answers))
print("]")
