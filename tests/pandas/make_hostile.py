"""Writes hostile-own.json: pickles of frames that lie, each made of a real pickle of pandas 3 by hand. Run with pandas 3.1.

  make_hostile.py > tests/golden/pandas/hostile-own.json
"""
import base64, copyreg, json, pickle, sys
import numpy as np
import pandas as pd
import pyarrow as pa
from pandas._libs.internals import _unpickle_block
from pandas.core.internals.managers import BlockManager


class Call:
    """Pickled as a call that is not made here."""

    def __init__(self, function, *args, state=None):
        self.parts = (function, args) if state is None else (function, args, state)

    def __reduce__(self):
        return self.parts


def New(cls, state):
    """An object that only its state fills."""
    return Call(copyreg._reconstructor, cls, object, None, state=state)


def block(values, placement, ndim=2):
    return Call(_unpickle_block, values, placement, ndim)


def frame(blocks, columns, index):
    manager = Call(BlockManager, tuple(blocks), [columns, index])
    return New(pd.DataFrame, state={"_mgr": manager, "_typ": "dataframe", "_metadata": [], "attrs": {}, "_flags": {"allows_duplicate_labels": True}})


def strings(offsets, data, length):
    t = pa.large_string()
    array = Call(pa.lib._restore_array, (t, length, 0, 0, [None, Call(pa.py_buffer, np.array(offsets, "i8").tobytes()), Call(pa.py_buffer, data)], [], None))
    return New(pd.arrays.ArrowStringArray, state={"_pa_array": array, "_dtype": pd.StringDtype("pyarrow", na_value=np.nan)})


def index(kind, **parts):
    from pandas.core.indexes.base import _new_Index
    return Call(_new_Index, kind, parts)


R = pd.RangeIndex(2)
COL = pd.Index(["a", "b"], dtype=object)
I = np.arange(4, dtype="i8").reshape(2, 2)


def cases():
    from pandas._libs.arrays import __pyx_unpickle_NDArrayBacked as backed
    yield "places_overlap", frame([block(I, np.array([0, 0]))], COL, R)
    yield "places_overlap_in_two_blocks", frame([block(I[:1], slice(0, 1)), block(I[1:], slice(0, 1))], COL, R)
    yield "places_missing", frame([block(I[:1], slice(0, 1))], COL, R)
    yield "places_negative", frame([block(I, slice(-2, 0))], COL, R)
    yield "places_huge_step", frame([block(I, slice(0, 2**60, 2**59))], COL, R)
    yield "places_floats", frame([block(I, np.array([0.0, 1.0]))], COL, R)
    yield "rows_differ", frame([block(np.arange(6).reshape(2, 3), slice(0, 2))], COL, R)
    yield "three_axes", frame([block(np.zeros((2, 2, 1)), slice(0, 2))], COL, R)
    yield "no_axis", frame([block(np.array(5), slice(0, 1))], COL[:1], R)
    yield "a_thousand_million_columns", frame([], index(pd.RangeIndex, start=0, stop=10**9, step=1, name=None), R)
    yield "a_thousand_million_rows_of_nothing", frame([], COL[:0], index(pd.RangeIndex, start=0, stop=10**9, step=1, name=None))
    yield "range_2_62", frame([block(I, slice(0, 2))], COL, index(pd.RangeIndex, start=0, stop=2**62, step=2**61, name=None))
    yield "range_step_0", frame([block(I, slice(0, 2))], COL, index(pd.RangeIndex, start=0, stop=2, step=0, name=None))
    yield "codes_out_of_range", frame([block(Call(backed, pd.Categorical, 82904607, None, state=(pd.CategoricalDtype(["x"]), np.array([0, 7], "i1"))), slice(0, 1))], COL[:1], R)
    yield "codes_below", frame([block(Call(backed, pd.Categorical, 82904607, None, state=(pd.CategoricalDtype(["x"]), np.array([0, -2], "i1"))), slice(0, 1))], COL[:1], R)
    yield "multi_codes_out_of_range", frame([block(I, slice(0, 2))], COL, index(pd.MultiIndex, levels=[pd.Index([1])], codes=[np.array([0, 5], "i1")], sortorder=None, names=[None]))
    yield "multi_lengths_differ", frame([block(I, slice(0, 2))], COL, index(pd.MultiIndex, levels=[pd.Index([1]), pd.Index([1])], codes=[np.array([0, 0], "i1"), np.array([0], "i1")], sortorder=None, names=[None, None]))
    yield "multi_no_levels", frame([block(I, slice(0, 2))], COL, index(pd.MultiIndex, levels=[], codes=[], sortorder=None, names=[]))
    yield "offsets_run_back", frame([block(strings([0, 2, 1], b"ab", 2), slice(0, 1))], COL[:1], R)
    yield "offsets_beyond", frame([block(strings([0, 1, 2**40], b"ab", 2), slice(0, 1))], COL[:1], R)
    yield "offsets_too_few", frame([block(strings([0, 1], b"ab", 2), slice(0, 1))], COL[:1], R)
    yield "offsets_negative", frame([block(strings([-5, 1, 2], b"ab", 2), slice(0, 1))], COL[:1], R)
    yield "intervals_unequal", Call(pd._libs.interval.__pyx_unpickle_IntervalMixin, pd.arrays.IntervalArray, 0xAB92025, None, state=({"_left": np.arange(3), "_right": np.arange(2), "_dtype": pd.IntervalDtype("int64", "right")},))
    yield "masks_too_short", frame([block(New(pd.arrays.IntegerArray, state={"_data": np.arange(2), "_mask": np.array([True])}), slice(0, 1))], COL[:1], R)
    yield "sparse_beyond", New(pd.arrays.SparseArray, state=(None, None, np.array([1.0]), {}))


def main():
    out = []
    for name, value in cases():
        data = pickle.dumps(value, 4)
        out.append({"name": name, "data": base64.b64encode(data).decode()})
    json.dump(out, sys.stdout, indent="\t")
    print()


main()
