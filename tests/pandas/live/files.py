"""Frames through the command's files: CSV, Arrow, Parquet.

  files.py make FOLDER    writes NAME.pkl of each sample, and NAME.pandas.arrow (LZ4), .parquet (of two kinds) and .csv
  files.py check FOLDER   compares NAME.brine.arrow and .parquet, as pandas reads them, and what Brine read, NAME.KIND.pkl
"""
import glob, json, os, pickle, sys, warnings

warnings.simplefilter("ignore")
import pandas as pd
import pandas.testing as testing
import pyarrow as pa
from samples import samples

try:
    import pandas.core.arrays.arrow.extension_types
except ImportError:
    import pandas.core.arrays.arrow._arrow_utils

#: Parquet has no halves in the pyarrow of pandas 1.5, and no nanosecond before it
CODECS = {"snappy": {}, "gzip": {"compression": "gzip"}, "zstd": {"compression": "zstd"}, "brotli": {"compression": "brotli"}, "plain": {"compression": None}}


def default(d):
    """With the labels of rows that Feather has: Feather takes no others."""
    return d.reset_index(drop=True)


def make(folder):
    for name, d in samples().items():
        path = os.path.join(folder, name)
        d.to_pickle(path + ".pkl")
        d.to_csv(path + ".pandas.csv")
        try:
            if all(isinstance(c, str) for c in d.columns) and d.shape[1]:
                default(d).to_feather(path + ".pandas.arrow")
                if name == "columns":
                    default(d).to_feather(path + ".zstd.arrow", compression="zstd")
            codec = list(CODECS)[len(name) % len(CODECS)]
            if all(isinstance(c, str) for c in d.columns):
                d.to_parquet(path + ".%s.parquet" % codec, **CODECS[codec])
                if name == "columns":
                    d.to_parquet(path + ".v1.parquet", version="1.0", data_page_version="2.0", use_dictionary=False)
        except Exception as error:
            sys.stderr.write("%s: %s\n" % (name, error))


def plain(d):
    d = d.copy()
    for i in range(d.shape[1]):
        if str(d.dtypes.iloc[i]) == "object":
            items = [x.tolist() if hasattr(x, "tolist") and not isinstance(x, (bytes, str)) else x for x in d.iloc[:, i]]
            d.isetitem(i, pd.Series(items, index=d.index, dtype=object))
        elif str(d.dtypes.iloc[i]).startswith(("datetime64[", "timedelta64[")) and pd.__version__ >= "2":
            d.isetitem(i, d.iloc[:, i].dt.as_unit("ns"))
    return d


LOOSE = dict(check_categorical=False, check_freq=False, check_dtype=False, check_index_type=False, check_column_type=False)


def check(folder):
    good, bad = 0, 0

    def compare(what, work):
        nonlocal good, bad
        try:
            work()
            good += 1
        except Exception as error:
            bad += 1
            print("FAILED pandas %s, %s: %s: %s" % (pd.__version__, what, type(error).__name__, str(error)[:300].replace("\n", " ")))

    for name, d in samples().items():
        path = os.path.join(folder, name)
        for kind, read in (("parquet", pd.read_parquet), ("arrow", pd.read_feather)):
            file = path + ".brine." + kind
            if not os.path.exists(file):
                print("FAILED no file", file)
                bad += 1
                continue

            def same():
                got = read(file)
                # pandas makes lists arrays, and Parquet has categories in the order in which they are met.
                want = pa.Table.from_pandas(d).to_pandas()
                if kind == "parquet":
                    d.rename(columns=str).to_parquet(path + ".own") if name != "bare" else None
                    want = pd.read_parquet(path + ".own").set_axis(d.columns, axis=1) if name != "bare" else d
                testing.assert_frame_equal(plain(got), plain(want), check_freq=False, check_dtype=name not in ("arrow", "parts"), check_categorical=kind == "arrow", check_index_type=False, check_column_type=False)
            compare("%s in %s" % (name, kind), same)
        for file in sorted(glob.glob(path + ".*.pkl")):
            what = os.path.basename(file)

            def back():
                got = pd.read_pickle(file)
                if what.endswith(".csv.pkl"):
                    want = pd.read_csv(file[:-4])
                elif what.endswith(".arrow.pkl"):
                    want = pd.read_feather(file[:-4])
                else:
                    want = pd.read_parquet(file[:-4])
                    if name == "bare":
                        want = d
                    if "icat" in want:
                        # pandas itself has integers here; as a category they are what was written.
                        assert str(got["icat"].dtype) == "category"
                        got = got.assign(icat=got["icat"].astype(want["icat"].dtype))
                testing.assert_frame_equal(plain(got), plain(want), **LOOSE)
            compare(what, back)
    print(good, bad)


def archives(folder):
    good = 0
    for file in sorted(glob.glob(os.path.join(folder, "frame.*"))):
        assert pd.read_pickle(file).to_dict("list") == {"i": [1, 2], "s": ["a", "\u00e9"]}, file
        good += 1
    print(good, 9 - good)


if __name__ == "__main__":
    {"make": make, "check": check, "archives": archives}[sys.argv[1]](sys.argv[2])
