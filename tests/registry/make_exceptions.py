"""Asks the Python that runs it for str() of exceptions, for exception-text.test.ts.

    python3.13 tests/registry/make_exceptions.py > tests/registry/exceptions-golden.json
"""
import base64
import datetime
import decimal
import json
import pickle

UNICODE = ["a\xe9b", "a\u20acb", "a\U0001f600b", "\x00"]
VALUES = [
    ValueError(),
    ValueError("text"),
    ValueError(1),
    ValueError(None),
    ValueError("a", 2),
    ValueError(("a",)),
    ValueError([1]),
    ValueError(b"x"),
    ValueError(1.0),
    ValueError(datetime.date(2024, 2, 29)),
    ValueError(decimal.Decimal("1.50")),
    ValueError({"k": 1}),
    ValueError(ValueError("inner")),
    KeyError("k"),
    KeyError(1),
    KeyError("a", "b"),
    KeyError(datetime.date(2024, 2, 29)),
    KeyError(),
    OSError(),
    OSError("text"),
    OSError(2, "No such file"),
    OSError(2, "No such file", "name"),
    OSError(2, "No such file", b"name"),
    OSError(2, "No such file", "a", None, "b"),
    OSError(2, "No such file", "it's"),
    OSError(2, None),
    OSError(None, "text"),
    OSError("code", "text"),
    OSError(1, 2, 3),
    OSError(1.0, 2.0),
    OSError((1,), [2]),
    FileNotFoundError(2, "No such file or directory", "x"),
    BlockingIOError(11, "again", 5),
    SyntaxError(),
    SyntaxError("bad"),
    SyntaxError(1.0),
    SyntaxError(1.0, ("file.py", 1.0, 1, "")),
    SyntaxError("bad", ("dir/file.py", 3, 1, "text")),
    SyntaxError("bad", (None, 3, 1, "text")),
    SyntaxError("bad", ("file.py", None, 1, "text")),
    SyntaxError("bad", (None, None, None, None)),
    SyntaxError(None, ("file.py", 1, 1, "")),
    IndentationError("bad", ("/a/b/c.py", 7, 1, "text")),
    ImportError("cannot import"),
    ModuleNotFoundError("No module named 'x'"),
    StopIteration(5),
    SystemExit(),
    SystemExit(3),
    SystemExit("bye"),
    UnicodeDecodeError("utf-8", b"a\xffb", 1, 2, "invalid start byte"),
    UnicodeDecodeError("utf-8", b"abc", 0, 3, "reason"),
    UnicodeDecodeError("ascii", b"", 0, 1, "reason"),
    *[UnicodeEncodeError("ascii", text, 0, 1, "ordinal not in range") for text in UNICODE],
    *[UnicodeEncodeError("ascii", text, 1, 2, "ordinal not in range") for text in UNICODE[:3]],
    UnicodeEncodeError("ascii", "abc", 0, 3, "reason"),
    *[UnicodeTranslateError(text, 0, 1, "reason") for text in UNICODE],
    UnicodeTranslateError("abc", 0, 2, "reason"),
    json.JSONDecodeError("Expecting value", "[1,\n2,\n x]", 8),
    json.JSONDecodeError("Extra data", "\U0001f600 x", 2),
    ExceptionGroup("many", [ValueError(1), KeyError(2)]),
    ExceptionGroup("one", [ValueError(1)]),
    BaseExceptionGroup("base", [KeyboardInterrupt()]),
    AttributeError("no", name="n", obj=None),
    NameError("name 'x' is not defined", name="x"),
    KeyboardInterrupt(),
    ZeroDivisionError("division by zero"),
    UserWarning("careful"),
]
rows = []
for value in VALUES:
    data = [base64.b64encode(pickle.dumps(value, protocol)).decode() for protocol in (3, 4)]
    rows.append({"repr": repr(value), "str": str(value), "pickles": data})
print(json.dumps(rows, indent="\t"))
