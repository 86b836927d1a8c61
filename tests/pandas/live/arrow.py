"""Frames through Arrow, by pyarrow.

  arrow.py make FOLDER    writes frames.pkl, a dict, and NAME.pyarrow.arrow of each
  arrow.py check FOLDER   compares what Brine wrote: NAME.flechette.arrow and NAME.apache.arrow as pyarrow reads them, NAME.pkl as it is
"""
import importlib, os, pickle, sys, warnings

warnings.simplefilter("ignore")
import pandas as pd
import pandas.testing as testing
import pyarrow as pa
import pyarrow.ipc
from samples import samples

for name in ("pandas.core.arrays.arrow.extension_types", "pandas.core.arrays.arrow._arrow_utils"):
    try:
        importlib.import_module(name)
    except ImportError:
        pass


def make(folder):
    frames = samples()
    with open(os.path.join(folder, "frames.pkl"), "wb") as f:
        pickle.dump(frames, f)
    for name, d in frames.items():
        table = pa.Table.from_pandas(d)
        with pa.OSFile(os.path.join(folder, name + ".pyarrow.arrow"), "wb") as sink:
            with pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)


def plain(d):
    """Lists for arrays, so that what holds lists can be compared."""
    for i in range(d.shape[1]):
        if str(d.dtypes.iloc[i]) == "object":
            d = d.copy()
            d.isetitem(i, [x.tolist() if hasattr(x, "tolist") and not isinstance(x, (bytes, str)) else x for x in d.iloc[:, i]]) if hasattr(d, "isetitem") else None
    return d


def check(folder):
    good, bad = 0, 0

    def compare(what, work):
        nonlocal good, bad
        try:
            work()
            good += 1
        except Exception as error:
            bad += 1
            print("FAILED pandas %s, %s: %s: %s" % (pd.__version__, what, type(error).__name__, str(error)[:400]))

    for name, d in samples().items():
        as_pyarrow = pa.Table.from_pandas(d).to_pandas()
        for library in ("flechette", "apache"):
            def read():
                table = pa.ipc.open_file(os.path.join(folder, "%s.%s.arrow" % (name, library))).read_all()
                table.validate(full=True)
                got = table.to_pandas()
                testing.assert_frame_equal(got, as_pyarrow)
                if hasattr(d, "attrs") and pd.__version__ >= "2.2":
                    assert got.attrs == d.attrs, got.attrs
            compare("%s by %s" % (name, library), read)
        def back():
            with open(os.path.join(folder, name + ".pkl"), "rb") as f:
                got = pickle.load(f)
            testing.assert_frame_equal(plain(got), plain(as_pyarrow), check_freq=False, check_dtype=False, check_index_type=False, check_column_type=False, check_categorical=name != "none")
        compare("%s from pyarrow" % name, back)
    print(good, bad)


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](sys.argv[2])
