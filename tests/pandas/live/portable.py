"""The portable form, read by one pandas.

  portable.py make FOLDER     NAME.pkl of each sample that every pandas has, and its CSV
  portable.py check FOLDER    reads NAME.portable.pkl, writes it as CSV, and compares
"""
import glob, io, os, pickle, re, sys, warnings

warnings.simplefilter("ignore")
import pandas as pd


def make(folder):
    from samples import samples
    count = 0
    for name, d in samples().items():
        if name in ("newer", "halves", "nested", "parts", "arrow", "offset", "bare") or name.startswith("labels"):
            continue
        if name in ("index_periods", "index_intervals", "index_bools"):
            continue
        # A time of day has no dtype, and bytes are shown as they are.
        with open(os.path.join(folder, name + ".pkl"), "wb") as f:
            pickle.dump(d, f)
        with io.open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8", newline="") as f:
            f.write(d.to_csv())
        count += 1
    print(count)


def plain(text):
    """Without fractions that are nothing, which each pandas shows in its own way."""
    text = re.sub(r"(\d\d:\d\d:\d\d\.\d*?)0+(?=[,+\n]|$)", r"\1", text)
    text = re.sub(r"(\d\d:\d\d:\d\d)\.(?=[,+\n]|$)", r"\1", text)
    # Before pandas 1.1 a span of less than a day has no days.
    text = re.sub(r"(?<=\n)0 days (?=\d\d:)", "", text)
    # A day and its midnight.
    text = re.sub(r"(\d{4}-\d\d-\d\d) 00:00:00(?=[,\n])", r"\1", text)
    return re.sub(r"\.?0*(?=\r?\n|,|$)", "", re.sub(r"(\d)\.0(?=[,\n])", r"\1", text)).replace("\r\n", "\n")


def check(folder):
    good, bad = 0, 0
    for path in sorted(glob.glob(os.path.join(folder, "*.portable.pkl"))):
        name = os.path.basename(path)[: -len(".portable.pkl")]
        with io.open(os.path.join(folder, name + ".csv"), encoding="utf-8", newline="") as f:
            want = f.read()
        try:
            got = pd.read_pickle(path, compression=None).to_csv()
            if plain(got) == plain(want):
                good += 1
                continue
            lines = [(a, b) for a, b in zip(plain(got).split("\n"), plain(want).split("\n")) if a != b]
            why = repr(lines[:1])
        except Exception as error:
            why = "%s: %s" % (type(error).__name__, error)
        bad += 1
        print("FAILED pandas %s, %s: %s" % (pd.__version__, name, why[:500]))
    print(good, bad)


{"make": make, "check": check}[sys.argv[1]](sys.argv[2])
