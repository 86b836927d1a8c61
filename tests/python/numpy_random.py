"""Random numpy arrays, both ways.

    numpy_random.py make SEED COUNT OUT    pickles of random arrays and what numpy prints of them, as lines of JSON
    numpy_random.py check SEED COUNT IN    pickles of the same arrays as another program wrote them: says which differ
"""
import base64, json, math, pickle, random, sys, warnings
import numpy as np
try:
    import ml_dtypes
except ImportError:
    ml_dtypes = None
warnings.simplefilter("ignore")

NP2 = int(np.__version__.split(".")[0]) >= 2
UNITS = "Y M W D h m s ms us ns ps fs as".split()
INTS = "i1 i2 i4 i8 u1 u2 u4 u8".split()

def number(r):
    """A float of one of many kinds."""
    k = r.randrange(12)
    if k == 0: return 0.0
    if k == 1: return -0.0
    if k == 2: return r.choice([float("nan"), float("inf"), -float("inf")])
    if k == 3: return float(r.randrange(-1000, 1000))
    if k == 4: return r.randrange(-10**6, 10**6) / 10 ** r.randrange(0, 6)
    if k == 5: return r.uniform(-1, 1) * 10.0 ** r.randrange(-12, 12)
    if k == 6: return r.randrange(-4096, 4096) / 512.0
    if k == 7: return r.uniform(-1, 1) * 10.0 ** r.randrange(-40, 38)
    if k == 8: return float(2 ** r.randrange(-14, 15))
    return r.uniform(-100, 100)

def numbers(r, n):
    """Floats that are alike, or not."""
    k = r.randrange(6)
    if k == 0: return [number(r) for _ in range(n)]
    if k == 1: return [r.uniform(0, 1) for _ in range(n)]
    if k == 2: return [float(r.randrange(-5, 100)) for _ in range(n)]
    if k == 3: return [round(r.uniform(-50, 50), r.randrange(0, 5)) for _ in range(n)]
    if k == 4: return [r.choice([0.5, 1.25, 3.0, float("nan")]) for _ in range(n)]
    return [r.randrange(-1000, 1000) * 10.0 ** r.randrange(-3, 4) for _ in range(n)]

def letters(r, n, chars):
    return "".join(r.choice(chars) for _ in range(n))

def plain(r, n):
    """n items of some plain dtype."""
    k = r.randrange(15)
    if k == 0: return np.array([r.random() < 0.5 for _ in range(n)], "?")
    if k <= 3:
        t = np.dtype(r.choice(INTS)); ii = np.iinfo(t)
        wide = r.random() < 0.4
        lo, hi = (ii.min, ii.max) if wide else (max(ii.min, -20), min(ii.max, 120))
        return np.array([r.randint(lo, hi) for _ in range(n)], t).astype(t.newbyteorder(r.choice("<<>")))
    if k <= 7:
        t = np.dtype(r.choice(["f2", "f4", "f8", "f8", "f8"]))
        return np.array(numbers(r, n), "f8").astype(t).astype(t.newbyteorder(r.choice("<<<>")))
    if k == 8:
        t = np.dtype(r.choice(["c8", "c16"]))
        a = np.empty(n, t); a.real = numbers(r, n); a.imag = numbers(r, n)
        return a
    if k == 9:
        a = np.array(numbers(r, n), "f8").astype("g") / np.longdouble(r.randrange(1, 9))
        a = a.copy()
        if n: a.reshape(-1).view("u1").reshape(-1, 16)[:, 10:] = 0
        return a
    if k == 10:
        return np.array([letters(r, r.randrange(0, 6), "abé中'\"\\\n \U0001f30a") for _ in range(n)], "U%d" % r.randrange(1, 7))
    if k == 11:
        return np.array([letters(r, r.randrange(0, 6), "ab'\"\\\n\x01").encode() for _ in range(n)], "S%d" % r.randrange(1, 7))
    if k == 12:
        return np.frombuffer(bytes(r.randrange(256) for _ in range(4 * n)), "V4").copy()
    if k == 13:
        u = r.choice(UNITS); c = r.choice([1, 1, 1, 1, 25])
        top = {"Y": 3000, "M": 30000, "W": 10**5, "D": 10**6, "h": 10**7}.get(u, 10 ** 15)
        low = {"Y": -1500}.get(u, -top // 20)
        a = np.array([r.choice([r.randint(low, top) // c, r.randint(0, 1000)]) for _ in range(n)], "i8")
        a[np.array([r.random() < 0.1 for _ in range(n)], bool)] = -2 ** 63
        return a.view(np.dtype(r.choice("<<<>") + "M8[%d%s]" % (c, u))).copy() if False else a.view("M8[%d%s]" % (c, u))
    u = r.choice(UNITS)
    a = np.array([r.randint(-10 ** r.randrange(1, 12), 10 ** 6) for _ in range(n)], "i8")
    a[np.array([r.random() < 0.1 for _ in range(n)], bool)] = -2 ** 63
    return a.view("m8[%d%s]" % (r.choice([1, 1, 7]), u))

def records(r, n):
    count = r.randrange(1, 4)
    parts, spec = [], []
    for i in range(count):
        shape = r.choice([(), (), (), (2,), (2, 2)])
        size = int(np.prod(shape, dtype=int))
        a = plain(r, n * size) if r.random() < 0.8 else records(r, n * size)
        parts.append(a.reshape((n,) + shape)); spec.append(("f%d" % i, a.dtype, shape) if shape else ("f%d" % i, a.dtype))
    made = np.zeros(n, np.dtype(spec, align=r.random() < 0.2))
    for (name, *_), part in zip(spec, parts): made[name] = part
    return made

def objects(r, n):
    items = [r.choice([1, -5, None, True, "text", b"bytes", 1.5, (1, 2), [1, "a"], {"k": 1}, 2 ** 70]) for _ in range(n)]
    a = np.empty(n, object)
    for i, x in enumerate(items): a[i] = x
    return a

def strings(r, n):
    return np.array([letters(r, r.randrange(0, 20), "abc é中'") for _ in range(n)], np.dtypes.StringDType())

def machine(r, n):
    name = r.choice(["bfloat16", "float8_e4m3fn", "float8_e5m2", "int4"])
    if name == "int4": return np.array([r.randrange(-8, 8) for _ in range(n)], "i1").astype(ml_dtypes.int4)
    return np.array(numbers(r, n), "f4").astype(getattr(ml_dtypes, name))

def shape_of(r):
    k = r.randrange(20)
    if k == 0: return ()
    if k == 1: return (0,) if r.random() < 0.5 else (2, 0, 3)
    if k == 2: return (r.randrange(900, 1200),)
    if k == 3: return r.choice([(40, 30), (11, 10, 12), (8, 130), (1001, 1), (3, 400), (7, 7, 25)])
    if k <= 9: return (r.randrange(1, 40),)
    if k <= 15: return (r.randrange(1, 6), r.randrange(1, 12))
    return tuple(r.randrange(1, 4) for _ in range(r.randrange(3, 5)))

def random_array(r):
    shape = shape_of(r)
    n = int(np.prod(shape, dtype=int))
    k = r.random()
    if k < 0.72: a = plain(r, n)
    elif k < 0.88: a = records(r, n)
    elif k < 0.93 or (k < 0.97 and not NP2): a = objects(r, n)
    elif k < 0.97: a = strings(r, n)
    elif ml_dtypes is not None: a = machine(r, n)
    else: a = plain(r, n)
    a = a.reshape(shape)
    o = r.randrange(6)
    if o == 0: a = np.asfortranarray(a)
    elif o == 1: a = a.T
    elif o == 2 and a.ndim > 2: a = a.transpose([1, 0] + list(range(2, a.ndim)))
    elif o == 3 and a.ndim and a.shape[0] > 2: a = a[::2]
    if r.random() < 0.02 and a.dtype.kind not in "OV": a = np.ma.array(a, mask=np.array([r.random() < 0.3 for _ in range(a.size)], bool).reshape(a.shape))
    elif r.random() < 0.01 and a.ndim == 2 and a.dtype.kind in "iufb": a = np.asmatrix(a)
    return a

def arrays(seed, count):
    r = random.Random(seed)
    for _ in range(count):
        a = random_array(r)
        yield a, r.randrange(0, pickle.HIGHEST_PROTOCOL + 1), r.random() < 0.3

def same(a, b):
    if type(a) is not type(b) or a.shape != b.shape: return "class or shape"
    if a.dtype != b.dtype: return "dtype %r %r" % (a.dtype, b.dtype)
    if isinstance(a, np.ma.MaskedArray):
        if not (np.ma.getmaskarray(a) == np.ma.getmaskarray(b)).all(): return "mask"
        a, b = a.data, b.data
    if a.dtype.hasobject or a.dtype.kind == "T":
        return None if [repr(x) for x in a.ravel()] == [repr(x) for x in b.ravel()] else "items"
    if a.dtype.names is not None:
        for n in a.dtype.names:
            why = same(np.asarray(a[n]), np.asarray(b[n]))
            if why: return n + ": " + why
        return None
    x, y = np.ascontiguousarray(a), np.ascontiguousarray(b)
    return None if x.tobytes() == y.tobytes() else "bytes"

def native(a):
    """The same items in the machine's order of bytes."""
    return a.astype(a.dtype.newbyteorder("="))

if __name__ == "__main__":
    what, seed, count, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    if what == "make":
        with open(path, "w") as f:
            for a, protocol, beside in arrays(seed, count):
                buffers = []
                data = pickle.dumps(a, protocol, buffer_callback=buffers.append) if beside and protocol == 5 else pickle.dumps(a, protocol)
                f.write(json.dumps({
                    "data": base64.b64encode(data).decode(),
                    "protocol": protocol,
                    "buffers": [[base64.b64encode(b.raw()).decode(), memoryview(b).readonly] for b in buffers] if beside and protocol == 5 else None,
                    "repr": repr(a), "str": str(a),
                }) + "\n")
    else:
        wrong = 0
        with open(path) as f:
            for i, ((a, protocol, _), line) in enumerate(zip(arrays(seed, count), f)):
                got = json.loads(line)
                try:
                    b = pickle.loads(base64.b64decode(got["data"]), buffers=[base64.b64decode(x) for x in got["buffers"]])
                    # numpy itself loses "no mask", and the order of bytes but where protocol 5 has a buffer.
                    c = pickle.loads(pickle.dumps(a, protocol))
                    why = same(c, b)
                    if why and why.startswith("dtype"): why = same(native(c), native(b))
                except Exception as e:
                    why = repr(e)
                if why:
                    wrong += 1
                    if wrong <= 20: print(i, why, repr(a)[:200])
        print("wrong: %d of %d" % (wrong, count))
