"""A frame of a million rows and ten columns, two of them strings.

  million.py make FILE     writes it
  million.py read FILE     reads it five times; prints the best and the first milliseconds, and the megabytes that reading took
"""
import resource, sys, time
import numpy as np
import pandas as pd


def make(path):
    r = np.random.default_rng(1)
    n = 1_000_000
    words = np.array(["w%d" % i for i in range(50_000)], object)
    pd.DataFrame({
        "id": np.arange(n), "count": r.integers(0, 1000, n).astype("i4"), "x": r.random(n), "y": r.normal(size=n), "flag": r.random(n) < 0.5,
        "when": pd.Timestamp("2020-01-01") + pd.to_timedelta(r.integers(0, 10**8, n), unit="s"), "kind": pd.Categorical.from_codes(r.integers(0, 5, n), list("abcde")),
        "n": pd.array(r.integers(0, 9, n), "Int64"), "name": words[r.integers(0, len(words), n)], "text": ["row %d of the frame" % i for i in range(n)],
    }).to_pickle(path)


def read(path):
    import pickle
    data = open(path, "rb").read()
    pd.read_pickle  # what it imports is imported by then
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(5):
        start = time.perf_counter()
        frame = pickle.loads(data)
        times.append(1000 * (time.perf_counter() - start))
        if len(times) == 1:
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        del frame
    print(round(min(times)), round(times[0]), round((after - before) / 1024))


{"make": make, "read": read}[sys.argv[1]](sys.argv[2])
