"""Describes random frames and series with a real pandas: what `brine show --describe` is to print.

  make_describe.py FILE PYTHON...   writes FILE, gzipped JSON {version: [{pickle, text}]}; each PYTHON has a pandas
  make_describe.py one              prints the JSON of the pandas of this Python

Frames that a pandas cannot describe (sparse columns before 3) are left out, and floats of 32 bits of pandas 1.
"""
import base64, gzip, json, os, pickle, random, subprocess, sys, warnings

WIDTH = 10000
HERE = os.path.dirname(os.path.abspath(__file__))


def special(pd, np):
    """Columns that decide something by themselves."""
    day = pd.to_datetime(np.array([3, 4, 9, 1700000000123456789]))
    span = pd.to_timedelta(np.array([5, 7, 8, 1234567890123456]))
    yield pd.Series(pd.to_datetime(np.array([2**62 + 1, 2**62 + 3, 5])))
    yield pd.Series(day)
    yield pd.Series(day).dt.tz_localize("Europe/Paris")
    yield pd.Series(span)
    if hasattr(day, "as_unit"):
        for unit in ("us", "ms", "s"):
            yield pd.Series(day.as_unit(unit))
            yield pd.Series(span.as_unit(unit))
    yield pd.Series(pd.to_datetime([None, None]))
    yield pd.Series(pd.to_timedelta([None, None]))
    yield pd.Series(pd.to_timedelta([5]))
    yield pd.Series([None, None], dtype="Int8")
    yield pd.Series([True, None], dtype="boolean")
    yield pd.Series([1.5, np.inf])
    yield pd.Series([np.inf, np.inf])
    yield pd.Series([1.0, 2.0, 3.0, np.inf, np.inf])
    yield pd.Series([-np.inf, 2.0, 3.0, 4, 5])
    yield pd.Series([123456.789, 2.2, 3.3], dtype="f4")
    yield pd.Series(np.arange(10000, dtype="f4") * np.float32(1.1))
    yield pd.Series(np.arange(3001) * 0.1 - 150)
    yield pd.Series(np.sin(np.arange(1000)))
    yield pd.Series([2**63 - 1, 1, 2**62])
    yield pd.Series([2**64 - 1, 1], dtype="u8")
    yield pd.Series([1, "a", 1, 1.0, True, None, np.nan], dtype=object)
    yield pd.Series(["a", None], dtype="string")
    yield pd.Series([None, None], dtype="string")
    yield pd.Series([], dtype="category")
    yield pd.Series([], dtype="float64")
    yield pd.Series([], dtype=object)
    yield pd.Series(pd.Categorical([None, None], categories=["a"]))
    yield pd.Series(pd.Categorical([3, 1, 1, 3, 2]))
    yield pd.Series(pd.Categorical(["b", "a", "b", "a"], categories=["b", "a"], ordered=True))
    yield pd.Series(pd.PeriodIndex(["2020-01", None, "2020-01"], freq="M"))
    yield pd.Series([pd.Timestamp(0), pd.Timestamp(1), pd.Timestamp(0)], dtype=object)
    yield pd.Series([True, False, False])
    yield pd.Series(["", "x", ""], name="n")
    yield pd.Series([1.5, 1.5], dtype=object)
    yield pd.Series([0.1] * 10, name=("a", 1))
    yield pd.Series([1, 2**60])
    yield pd.Series([(1, 2), (1, 2.0), 3])
    yield pd.DataFrame({"a": [1, 2, 2], "b": ["x", "y", "y"], "c": pd.array([1, None, 3], "Int64")})
    yield pd.DataFrame({"a": pd.Series([1, 2, 2], dtype=object), "b": ["x", "y", "y"]})
    yield pd.DataFrame({"a": pd.Series([1, 2, 2], dtype=object), "b": [1.5, 2, 3]})
    yield pd.DataFrame({"t": day, "s": span, "f": [1, 2, 3, 4.5]})
    yield pd.DataFrame([[1, "x"], [2, "y"]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")], names=["u", None]))
    yield pd.DataFrame(np.arange(60.0).reshape(2, 30))
    try:
        import pyarrow as pa
    except ImportError:
        return
    if pd.__version__ < "2":
        return
    yield pd.Series([1, 2, None], dtype="int64[pyarrow]")
    yield pd.Series([1.5, 2, None], dtype="double[pyarrow]")
    yield pd.Series(["a", None, "a"], dtype=pd.ArrowDtype(pa.string()))
    yield pd.Series([True, None], dtype=pd.ArrowDtype(pa.bool_()))
    yield pd.Series(pd.to_datetime([1, 2, 9]), dtype=pd.ArrowDtype(pa.timestamp("ns")))
    yield pd.DataFrame({"a": pd.Series([1, 2, None], dtype="int64[pyarrow]"), "b": ["x", "y", "y"]})
    if pd.__version__ >= "3":
        yield pd.Series(pd.arrays.SparseArray([0, 0, 1, 2]))
        yield pd.DataFrame({"a": pd.arrays.SparseArray([0.5, np.nan, 1, 2]), "b": list("xyxx")})


def one():
    warnings.simplefilter("ignore")
    sys.path.insert(0, os.path.join(HERE, "../../pandas/live"))
    import numpy as np
    import pandas as pd
    import frames

    def random_frames():
        for i in range(150):
            yield frames.frame(random.Random(7000 + i))

    out = []
    for all in (special(pd, np), random_frames()):
        for value in all:
            options = {"include": "all"} if value.ndim == 2 else {}
            if pd.__version__ < "2":
                # It adds up floats of 32 bits in another order.
                if np.dtype("f4") in ([value.dtype] if value.ndim == 1 else list(value.dtypes)):
                    continue
                options["datetime_is_numeric"] = True
            try:
                made = value.describe(**options)
            except (TypeError, ValueError, NotImplementedError):
                continue
            # Before 3.0 other columns are left out in the middle.
            with pd.option_context("display.width", WIDTH, "display.max_columns", None):
                text = str(made) if pd.__version__ < "3" else None
            text = text or str(made)
            # Which of two zeros comes first when numpy sorts is a matter of the machine.
            if "-0.0" in text:
                continue
            out.append({"pickle": base64.b64encode(pickle.dumps(value, 4)).decode(), "text": text})
    print(json.dumps({pd.__version__: out}))


if __name__ == "__main__":
    if sys.argv[1] == "one":
        one()
    else:
        made = {}
        for python in sys.argv[2:]:
            made.update(json.loads(subprocess.check_output([python, os.path.abspath(__file__), "one"])))
        with open(sys.argv[1], "wb") as f:
            f.write(gzip.compress(json.dumps(made).encode(), 9, mtime=0))
        print({version: len(cases) for version, cases in made.items()})
