"""live.py ORIGINALS WRITTEN: loads each file of both folders with this torch, and compares what they hold.

A file that this torch does not load in the original is left out. Prints a line for each difference, and counts.
"""
import collections, os, sys, warnings
warnings.simplefilter('ignore')
import torch

originals, written = sys.argv[1:3]
NEW = tuple(int(x) for x in torch.__version__.split('.')[:2]) >= (2, 1)

def same(a, b, storages):
    if type(a) is not type(b): return 'types %s %s' % (type(a), type(b))
    if isinstance(a, torch.Tensor):
        for name in ('dtype', 'shape', 'layout', 'device', 'requires_grad', 'is_quantized'):
            if getattr(a, name) != getattr(b, name): return '%s: %s %s' % (name, getattr(a, name), getattr(b, name))
        if a.__dict__.keys() != b.__dict__.keys(): return 'attributes'
        if a.device.type == 'meta': return None if a.stride() == b.stride() else 'stride'
        if a.layout != torch.strided:
            if a.layout == torch.sparse_coo:
                parts = [(a._indices(), b._indices()), (a._values(), b._values())]
                if a.is_coalesced() != b.is_coalesced(): return 'coalesced'
            else:
                names = ('crow_indices', 'col_indices') if 'r' == str(a.layout)[-1] else ('ccol_indices', 'row_indices')
                parts = [(getattr(a, n)(), getattr(b, n)()) for n in names + ('values',)]
            for x, y in parts:
                said = same(x, y, storages)
                if said: return said
            return None
        if a.stride() != b.stride() or a.storage_offset() != b.storage_offset(): return 'stride'
        if a.is_conj() != b.is_conj() or a.is_neg() != b.is_neg(): return 'bits'
        x, y = a.detach(), b.detach()
        if a.is_quantized:
            if a.qscheme() != b.qscheme() or not torch.equal(a.int_repr(), b.int_repr()): return 'steps'
            return None if torch.equal(a.dequantize(), b.dequantize()) else 'scale'
        def data(t):
            s = t.untyped_storage() if hasattr(t, 'untyped_storage') else t.storage()._untyped() if hasattr(t.storage(), '_untyped') else t.storage().untyped()
            return s.data_ptr(), bytes(s.tolist())
        (p, x), (q, y) = data(x), data(y)
        if x != y: return 'bytes'
        if x and storages.setdefault(p, q) != q: return 'sharing'
        return None
    if isinstance(a, torch.nn.Module):
        return same(a.__dict__, b.__dict__, storages)
    if isinstance(a, dict):
        if list(a) != list(b): return 'keys'
        for k in a:
            said = same(a[k], b[k], storages)
            if said: return '%s: %s' % (k, said)
        if isinstance(a, collections.OrderedDict): return same(dict(a.__dict__), dict(b.__dict__), storages)
        return None
    if isinstance(a, (list, tuple)):
        if len(a) != len(b): return 'length'
        for x, y in zip(a, b):
            said = same(x, y, storages)
            if said: return said
        return None
    if hasattr(a, 'tolist') and not isinstance(a, (int, float)): return None if a.tolist() == b.tolist() else 'values'
    return None if a == b or repr(a) == repr(b) else 'values %r %r' % (a, b)

def load(path, **kw):
    if 'weights_only' not in kw: kw['weights_only'] = False
    try: return torch.load(path, **kw), None
    except Exception as e: return None, '%s: %s' % (type(e).__name__, str(e)[:300])

counts = collections.Counter()
for name in sorted(os.listdir(originals)):
    paths = [os.path.join(folder, name) for folder in (originals, written)]
    if not os.path.exists(paths[1]): continue
    a, problem = load(paths[0])
    if name.endswith('.pkl'):
        import pickle
        a, problem = pickle.load(open(paths[0], 'rb')), None
    # Before torch 2.1 the order of bytes is not looked at, so that the original is misread.
    if 'byteorder' in name and not NEW: problem = True
    if problem: counts['not loaded by this torch'] += 1; continue
    ways = [{}]
    if load(paths[0], weights_only=True)[1] is None: ways.append({'weights_only': True})
    if NEW: ways += [{'mmap': True}] + [{'mmap': True, **w} for w in ways[1:]]
    for way in ways:
        b, problem = load(paths[1], **way)
        said = problem or same(a, b, {})
        if said: print(name, way, said)
        counts['different' if said else 'equal ' + ' '.join(way)] += 1
print(torch.__version__, dict(counts))
sys.exit(1 if counts['different'] else 0)
