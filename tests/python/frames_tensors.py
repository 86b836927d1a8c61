"""Frames of the pandas here, or tensors of the torch here, as pickles of each protocol; and what became of them.

  frames_tensors.py frames|tensors make FOLDER    writes PROTOCOL.pkl of a dict of samples, and prints how many it holds
  frames_tensors.py frames|tensors check FOLDER   compares PROTOCOL.back.pkl with it: prints a line for each that differs
"""
import os, pickle, sys, warnings

warnings.simplefilter("ignore")
PROTOCOLS = [p for p in (2, 4, 5) if p <= pickle.HIGHEST_PROTOCOL]


def frames():
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "pandas", "live"))
    from samples import samples
    import pandas as pd

    out = dict(samples())
    for name in list(out):
        d = out[name]
        out["index of " + name] = d.index
        out["labels of " + name] = d.columns
        if d.shape[1]:
            out["series of " + name] = d.iloc[:, -1]
    out["scalars"] = pd.Series([pd.Timestamp("2020-01-01", tz="Europe/Berlin"), pd.Timedelta(1), pd.NaT, None], dtype=object)
    return out


def tensors():
    import collections
    import torch

    base = torch.arange(24.0)
    out = {"base": base, "view": base.view(4, 6)[1:, ::2], "transposed": base.view(4, 6).t()}
    for name in "float64 float16 bfloat16 int8 uint8 int64 bool complex64".split():
        out[name] = torch.tensor([0, 1, 2]).to(getattr(torch, name))
    out["empty"] = torch.empty(0, 3)
    out["scalar"] = torch.tensor(2.5)
    out["grad"] = torch.ones(2, requires_grad=True)
    out["parameter"] = torch.nn.Parameter(torch.ones(2, 2))
    out["sparse"] = torch.sparse_coo_tensor(torch.tensor([[0, 1], [2, 0]]), torch.tensor([3.0, 4.0]), (2, 3)).coalesce()
    out["size"] = torch.Size([1, 2])
    out["dtype"] = torch.float32
    out["state"] = torch.nn.Linear(3, 2).state_dict()
    out["module"] = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())
    out["ordered"] = collections.OrderedDict([("w", base), ("b", base)])
    return out


def same_frames(name, a, b):
    import pandas as pd
    import pandas.testing as testing

    assert type(a) is type(b), (type(a), type(b))
    if isinstance(a, pd.DataFrame):
        testing.assert_frame_equal(a, b)
        assert getattr(a, "attrs", None) == getattr(b, "attrs", None)
        assert [str(t) for t in a.dtypes] == [str(t) for t in b.dtypes]
    elif isinstance(a, pd.Series):
        testing.assert_series_equal(a, b)
    else:
        testing.assert_index_equal(a, b)
    # the same values, whatever lies between them in memory
    assert repr(a) == repr(b)


def same_tensors(name, a, b):
    import torch

    assert type(a) is type(b), (type(a), type(b))
    if isinstance(a, torch.Tensor):
        for part in ("dtype", "shape", "layout", "requires_grad"):
            assert getattr(a, part) == getattr(b, part), part
        if a.layout != torch.strided:
            return same_tensors(name, a.to_dense(), b.to_dense())
        assert a.stride() == b.stride() and a.storage_offset() == b.storage_offset(), "strides"
        assert torch.equal(a, b), "values"
    elif isinstance(a, torch.nn.Module):
        assert repr(a) == repr(b)
        same_tensors(name, a.state_dict(), b.state_dict())
    elif isinstance(a, dict):
        assert list(a) == list(b)
        for key in a:
            same_tensors(name, a[key], b[key])
    else:
        assert a == b


def main(kind, what, folder):
    samples = frames() if kind == "frames" else tensors()
    failed = 0
    for protocol in PROTOCOLS:
        path = os.path.join(folder, "%d" % protocol)
        if what == "make":
            with open(path + ".pkl", "wb") as f:
                pickle.dump(samples, f, protocol)
            continue
        with open(path + ".pkl", "rb") as f:
            before = pickle.load(f)
        with open(path + ".back.pkl", "rb") as f:
            after = pickle.load(f)
        assert list(before) == list(after), (list(before), list(after))
        for name in before:
            try:
                (same_frames if kind == "frames" else same_tensors)(name, before[name], after[name])
            except Exception as error:
                failed += 1
                print("protocol %d, %s: %s" % (protocol, name, " ".join(str(error).split())[:300]))
    if what == "make":
        print(" ".join("%d" % p for p in PROTOCOLS), len(samples))
    sys.exit(1 if failed else 0)


main(*sys.argv[1:])
