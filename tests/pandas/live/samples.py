"""Frames with every kind of column and index that pandas has, by name."""
import datetime as dt, decimal
import numpy as np
import pandas as pd

try:
    import pyarrow as pa
except ImportError:
    pa = None

NAT = pd.NaT


def columns():
    d = pd.DataFrame({"i8": np.array([1, -2, 3], "i8"), "u1": np.array([1, 2, 255], "u1"), "i4": np.array([1, 2, -3], "i4")})
    d["f8"] = [1.5, np.nan, -0.0]
    d["f4"] = np.array([1.5, np.nan, 3e38], "f4")
    d["b"] = [True, False, True]
    d["o"] = np.array(["a", None, "caf\u00e9 \U0001f600"], object)
    d["cat"] = pd.Categorical(["x", None, "y"])
    d["icat"] = pd.Categorical([5, None, 7], ordered=True)
    d["t"] = pd.to_datetime(pd.Series(["2020-01-01 00:00:00.123456", None, "1969-12-31 00:00:00.0"]))
    d["tz"] = pd.to_datetime(pd.Series(["2020-07-01", None, "2020-01-01"])).dt.tz_localize("Europe/Berlin")
    d["utc"] = pd.to_datetime(pd.Series(["2020-07-01", None, "2020-01-01"])).dt.tz_localize("UTC")
    d["td"] = pd.to_timedelta(pd.Series(["1 days 00:00:01", None, "-1 us"]))
    d["by"] = np.array([b"x", None, b"\x00\xff"], object)
    d["date"] = np.array([dt.date(2020, 1, 1), None, dt.date(1, 1, 1)], object)
    d["time"] = np.array([dt.time(1, 2, 3), None, dt.time(23, 59, 59, 999999)], object)
    d["dec"] = np.array([decimal.Decimal("1.50"), None, decimal.Decimal("-0.01")], object)
    return d


def newer():
    """Kinds that came with pandas 1.2."""
    d = pd.DataFrame({"I": pd.array([1, None, 3], "Int64"), "U": pd.array([1, None, 3], "UInt8"), "B": pd.array([True, None, False], "boolean")})
    d["F"] = pd.array([1.5, None, 2.0], "Float64")
    d["s"] = pd.array(["a", None, ""], "string")
    d["p"] = pd.PeriodIndex(["2020-01", None, "2021-12"], freq="M")
    d["iv"] = pd.arrays.IntervalArray.from_tuples([(0, 1), None, (2, 3)])
    return d


def arrow():
    """Columns of Arrow, and those that it has and numpy does not."""
    d = pd.DataFrame({"i": pd.array([1, None, 3], "int64[pyarrow]"), "s": pd.array(["a", None, ""], "string[pyarrow]"), "b": pd.array([True, None, False], "bool[pyarrow]")})
    d["dec"] = pd.array([decimal.Decimal("1.5"), None, decimal.Decimal("-2.25")], dtype=pd.ArrowDtype(pa.decimal128(5, 2)))
    d["ts"] = pd.array([dt.datetime(2020, 1, 1), None, dt.datetime(2021, 1, 1)], dtype=pd.ArrowDtype(pa.timestamp("us")))
    d["date"] = pd.array([dt.date(2020, 1, 1), None, dt.date(2021, 1, 1)], dtype=pd.ArrowDtype(pa.date32()))
    return d


def nested():
    return pd.DataFrame({"l": [[1, 2], None, []], "s": [{"a": 1, "b": "x"}, None, {"a": 2, "b": None}], "ls": [[{"a": [1]}], None, []]})


def indexes():
    m = pd.MultiIndex.from_arrays([[1, 2, 1], ["a", "b", "c"]], names=["n", None])
    t = pd.MultiIndex.from_arrays([pd.to_datetime(["2020", None, "2021"]), [1.5, np.nan, 2.5]])
    yield "named", pd.Index(["u", "v", "w"], name="n")
    yield "range", pd.RangeIndex(3, 12, 3, name="r")
    yield "multi", m
    yield "multi_times", t
    yield "times", pd.date_range("2020", periods=3, tz="UTC")
    yield "spans", pd.to_timedelta([1, 2, 3], unit="s")
    yield "categories", pd.CategoricalIndex(["a", "b", "a"])
    yield "floats", pd.Index([1.5, 2.5, np.nan])
    yield "bools", pd.Index([True, False, True])
    yield "periods", pd.period_range("2020", periods=3, freq="D")
    yield "intervals", pd.interval_range(0, 3)


def samples():
    out = {"columns": columns(), "slice": columns().iloc[1:], "none": columns().iloc[:0]}
    if pd.__version__ >= "1.2":
        out["newer"] = newer()
        out["halves"] = pd.DataFrame({"f2": np.array([1.5, np.nan, 2], "f2")})
    if pa is not None and pd.__version__ >= "1.5":
        out["nested"] = nested()
        out["parts"] = pd.concat([pd.DataFrame({"s": pd.array(["a", None], "string[pyarrow]"), "n": [1, 2]})] * 3, ignore_index=True)
        if pd.__version__ >= "2":
            out["arrow"] = arrow()
            out["offset"] = pd.DataFrame({"t": pd.to_datetime(["2020-01-01", None]).tz_localize(dt.timezone(dt.timedelta(hours=5, minutes=30)))})
    for name, index in indexes():
        d = pd.DataFrame({"1": [1, 2, 3], "z": ["a", "b", "c"]}, index=index)
        if pd.__version__ >= "2.2":
            d.attrs = {"k": 1, "\u00e9": ["\u2028", 1.5, None]}
        out["index_" + name] = d
    out["labels_multi"] = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("b", "y")], names=["p", None]))
    out["labels_times"] = pd.DataFrame([[1, 2]], columns=pd.to_datetime(["2020-01-01", "2021-01-01"]))
    out["labels_floats"] = pd.DataFrame([[1, 2]], columns=pd.Index([1.5, 2.5], name="q"))
    out["labels_ints"] = pd.DataFrame([[1, 2]], columns=[1, 2])
    out["bare"] = pd.DataFrame(index=range(3))
    return out
