# -*- coding: utf-8 -*-
"""live.py check FOLDER: joblib reads each FOLDER/N.joblib, which must be what FOLDER/N.json says.
live.py write FOLDER SEED: joblib writes values drawn from a seed, each with a JSON of what it is. Python 2.7 too."""
import io, json, os, random, sys, warnings
warnings.simplefilter('ignore')
import numpy as np
import joblib

def spelled(v):
    """What matters of a value, as JSON."""
    if isinstance(v, np.ndarray):
        a = np.asarray(v)
        if a.dtype.kind in 'c': items = [[float(x.real), float(x.imag)] for x in a.ravel()]
        elif a.dtype.kind in 'Mm': items = [int(x) for x in a.astype(a.dtype.newbyteorder('=')).view('i8').ravel()]
        elif a.dtype.kind == 'S': items = [list(bytearray(x)) for x in a.ravel()]
        elif a.dtype.names: items = [[spelled(x[n].item()) for n in a.dtype.names] for x in a.ravel()]
        elif a.dtype.kind == 'O': items = [spelled(x) for x in a.ravel()]
        else: items = a.ravel().tolist()
        return {"dtype": a.dtype.newbyteorder('=').str.replace('|V%d' % a.dtype.itemsize, 'record'), "shape": list(a.shape), "items": items}
    if isinstance(v, dict): return {"dict": sorted([k, spelled(x)] for k, x in v.items())}
    if isinstance(v, (list, tuple)): return [spelled(x) for x in v]
    return v

def check(folder):
    count = 0
    for name in sorted(os.listdir(folder)):
        if not name.endswith('.joblib'): continue
        got = json.loads(json.dumps(spelled(joblib.load(os.path.join(folder, name)))))
        with io.open(os.path.join(folder, name[:-7] + '.json'), encoding='utf-8') as f: wanted = json.load(f)
        assert got == wanted, (name, got, wanted)
        count += 1
    print(count)

DTYPES = ['b1', 'i1', 'u2', 'i4', 'u8', 'i8', 'f4', 'f8', 'c8', 'c16', 'S3', 'U4', 'M8[s]', 'm8[ns]', 'O', [('a', 'i4'), ('b', 'f8')], '>i4', '>f8']

def array(r):
    d = r.choice(DTYPES)
    dtype = np.dtype([(str(n), t) for n, t in d] if isinstance(d, list) else d)
    shape = tuple(r.randrange(4) for _ in range(r.randrange(4)))
    size = int(np.prod(shape, dtype=int))
    draw = np.array([r.randrange(-50, 50) for _ in range(size)])
    if dtype.names: a = np.array([(int(x), x / 8.) for x in draw], dtype)
    elif dtype.kind in 'SU': a = np.array([str(x) for x in draw]).astype(dtype) if size else np.zeros(0, dtype)
    elif dtype.kind in 'Mm': a = draw.astype('i8').astype(dtype)
    elif dtype.kind == 'O':
        a = np.empty(size, object)
        for i in range(size): a[i] = [u'text', None, 1.5, int(draw[i])][i % 4]
    elif dtype.kind in 'u': a = abs(draw).astype(dtype)
    elif dtype.kind in 'fc': a = (draw / 8.).astype(dtype)
    else: a = draw.astype(dtype)
    a = a.reshape(shape)
    return np.asfortranarray(a) if r.random() < .4 else a

def write(folder, seed):
    r = random.Random(seed)
    kinds = [0, ('zlib', 3), ('gzip', 1), ('bz2', 9)]
    if sys.version_info[0] > 2: kinds += [('xz', 1), ('lzma', 1), ('lz4', 1)]
    for i in range(60):
        v = {u'k%d' % k: array(r) for k in range(r.randrange(4))}
        v[u'list'] = [array(r), u'text', r.randrange(100), array(r)]
        joblib.dump(v, os.path.join(folder, '%d.joblib' % i), compress=r.choice(kinds))
        with io.open(os.path.join(folder, '%d.json' % i), 'w', encoding='utf-8') as f:
            t = json.dumps(spelled(v)); f.write(t if sys.version_info[0] > 2 else t.decode('ascii'))
    print(60)

if sys.argv[1] == 'check': check(sys.argv[2])
else: write(sys.argv[2], int(sys.argv[3]))
