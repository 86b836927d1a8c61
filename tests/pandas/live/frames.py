"""Random frames of a real pandas, and whether what Brine wrote of them is equal.

  frames.py make FILE SEED COUNT   writes FILE, JSON lines: {pickle, csv, repr}, of COUNT frames
  frames.py check FILE             reads JSON lines {pickle, forms: {name: pickle}} and compares
"""
import base64, io, json, pickle, random, sys, warnings

warnings.simplefilter("ignore")
import numpy as np
import pandas as pd
import pandas.testing as testing

NEW = int(pd.__version__.split(".")[0])
WORDS = ["a", "bb", "", "x,y", 'q"u', "new\nline", "caf\u00e9", "\u4e2d\u6587", "long " * 12, "tab\t", " space", "None", "0", "\U0001f600", "back\\slash"]
NAMES = ["a", "b", "col", "x y", "\u540d\u5b57", "a longer name of a column", "0", ""]


def floats(r, n):
    kind = r.randrange(8)
    out = []
    for _ in range(n):
        x = {0: lambda: r.random(), 1: lambda: r.uniform(-1e3, 1e3), 2: lambda: float(r.randrange(-50, 50)), 3: lambda: 10 ** r.uniform(-12, 12),
             4: lambda: round(r.uniform(-100, 100), r.randrange(4)), 5: lambda: 10 ** r.uniform(-300, 300) * r.choice([1, -1]),
             6: lambda: r.choice([0.0, 1.5, float("inf"), -float("inf"), -0.0]), 7: lambda: r.uniform(0, 1e8)}[kind]()
        out.append(float("nan") if r.random() < 0.1 else x)
    return out


def times(r, n):
    kind = r.randrange(4)
    day = 86400 * 10**9
    base = r.randrange(-20000, 30000) * day
    step = [day, 10**9, 10**6, 1][kind]
    return [None if r.random() < 0.1 else base + r.randrange(10**6) * step if kind else base + r.randrange(500) * day for _ in range(n)]


def column(r, n):
    kind = r.randrange(24)
    if kind == 0: return np.array([r.randrange(-10**6, 10**6) for _ in range(n)], "i8")
    if kind == 1: return np.array([r.randrange(-128, 128) for _ in range(n)], "i1")
    if kind == 2: return np.array([r.randrange(0, 60000) for _ in range(n)], "u2")
    if kind == 3: return np.array([r.randrange(-2**63, 2**63) for _ in range(n)], "i8")
    if kind in (4, 5, 6): return np.array(floats(r, n), "f8")
    if kind == 7: return np.array([x if abs(x) < 1e30 else 1.5 for x in floats(r, n)], "f4")
    if kind == 8: return np.array([r.random() < 0.5 for _ in range(n)], bool)
    if kind in (9, 10): return np.array([None if r.random() < 0.1 else r.choice(WORDS) for _ in range(n)], object)
    if kind == 11: return np.array([r.choice([1, "x", None, 2.5, True, float("nan"), b"b", (1, 2)]) for _ in range(n)] + [None], object)[:n]
    if kind in (12, 13): return pd.array(pd.to_datetime(pd.Series(times(r, n), dtype="object")))
    if kind == 14: return pd.to_timedelta(pd.Series(times(r, n), dtype="object")).array
    if kind == 15: return pd.to_datetime(pd.Series(times(r, n), dtype="object")).dt.tz_localize("UTC").array if n else pd.array([], "datetime64[ns, UTC]")
    if kind == 16: return pd.Categorical([None if r.random() < 0.1 else r.choice(WORDS[:5]) for _ in range(n)])
    if kind == 17: return pd.Categorical([r.randrange(5) for _ in range(n)], ordered=True)
    if kind == 18: return pd.array([None if r.random() < 0.2 else r.randrange(-9, 99) for _ in range(n)], "Int64")
    if kind == 19: return pd.array([None if r.random() < 0.2 else r.random() < 0.5 for _ in range(n)], "boolean")
    if kind == 20: return pd.array([None if r.random() < 0.2 else r.choice(WORDS) for _ in range(n)], "string[python]")
    if kind == 21: return pd.period_range("2020-01", periods=n, freq=r.choice(["D", "M", "Q-DEC"])).array
    if kind == 22: return pd.interval_range(0, n).array if r.random() < 0.5 else pd.interval_range(0.0, float(n)).array
    return pd.arrays.SparseArray([0 if r.random() < 0.7 else r.randrange(9) for _ in range(n)], dtype=pd.SparseDtype("int64", 0))


def index(r, n):
    kind = r.randrange(8)
    name = r.choice([None, None, "idx", "\u540d"])
    if kind < 3: return pd.RangeIndex(n, name=name)
    if kind == 3: return pd.Index([r.randrange(1000) for _ in range(n)], dtype="int64", name=name)
    if kind == 4: return pd.Index([r.choice(WORDS) for _ in range(n)], dtype=object, name=name)
    if kind == 5: return pd.date_range("2020-01-01", periods=n, freq=r.choice(["D", "MS", "B"]), name=name)
    if kind == 6: return pd.Index([r.uniform(0, 10) for _ in range(n)], dtype="float64", name=name)
    keys = [[r.randrange(3) for _ in range(n)], [r.choice(["x", "y"]) for _ in range(n)]]
    return pd.MultiIndex.from_arrays(keys, names=r.choice([[None, None], ["n", "s"]])) if n else pd.RangeIndex(0)


def frame(r):
    n = r.choice([0, 1, 2, 3, 5, 10, 59, 60, 61, 75])
    m = r.choice([0, 1, 2, 3, 4, 6, 9, 15, 22])
    d = pd.DataFrame({i: column(r, n) for i in range(m)}, index=index(r, n))
    kind = r.randrange(7)
    if kind == 0 and m: d.columns = pd.MultiIndex.from_arrays([[r.choice("pq") for _ in range(m)], [r.choice(NAMES) for _ in range(m)]], names=r.choice([[None, None], ["up", "low"]]))
    elif kind == 1: pass
    elif kind == 2: d.columns = pd.Index([r.choice(NAMES) for _ in range(m)], name=r.choice([None, "cols"]), dtype=object)
    else: d.columns = ["%s%d" % (r.choice(NAMES), i) for i in range(m)] if m else d.columns
    if r.random() < 0.3: d = d.copy()
    return d


def make(path, seed, count):
    with open(path, "w") as f:
        for i in range(count):
            r = random.Random(seed * 1000003 + i)
            d = frame(r)
            series = d.iloc[:, 0] if d.shape[1] and r.random() < 0.5 else None
            out = {"pickle": base64.b64encode(pickle.dumps(d, r.choice([2, 4, 5]))).decode(), "csv": d.to_csv(), "repr": repr(d)}
            if series is not None:
                out["series"] = base64.b64encode(pickle.dumps(series)).decode()
                out["seriesRepr"] = repr(series)
            f.write(json.dumps(out) + "\n")


def plain(d):
    """What the portable form has: objects for `str`, nanoseconds."""
    return d


def check(path):
    good = 0
    for line in open(path):
        item = json.loads(line)
        a = pickle.loads(base64.b64decode(item["pickle"]))
        for form, data in item["forms"].items():
            b = pickle.loads(base64.b64decode(data))
            exact = form != "portable"
            testing.assert_frame_equal(a, b, check_dtype=exact, check_index_type=exact, check_column_type=exact, check_freq=False, check_categorical=exact)
            if exact or NEW < 3: assert repr(a) == repr(b)
            good += 1
    print(good)


if __name__ == "__main__":
    if sys.argv[1] == "make": make(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else: check(sys.argv[2])
