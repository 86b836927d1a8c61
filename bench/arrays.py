"""The part of a real numpy, joblib or pandas in arrays.mjs.

  arrays.py make FOLDER COUNT      writes an array of so many floats: protocol 2, 4 and 5, and joblib's zlib
  arrays.py read KIND FILE         reads it three times, a frame six times; prints the processor's seconds of each
"""
import pickle, sys, time
import numpy as np


def make(folder, count):
    import joblib
    r = np.random.default_rng(1)
    a = r.standard_normal(int(count))
    for protocol in (2, 4, 5):
        with open("%s/%d.pkl" % (folder, protocol), "wb") as f:
            pickle.dump(a, f, protocol)
    joblib.dump(np.round(a, 2), folder + "/zlib.joblib", compress=("zlib", 3))


def read(kind, file):
    times = []
    for _ in range(6 if kind == "pandas" else 3):
        start = time.process_time()
        if kind == "joblib":
            import joblib
            value = joblib.load(file)
        else:
            value = pickle.loads(open(file, "rb").read())
        times.append("%.3f" % (time.process_time() - start))
        del value
    print(*times)


{"make": make, "read": read}[sys.argv[1]](*sys.argv[2:])
