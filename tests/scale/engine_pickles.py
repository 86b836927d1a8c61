"""Writes what engines pickle themselves into a folder: engine_pickles.py FOLDER spark|pydata

Prints what is in each file, as JSON.
"""

import datetime
import json
import os
import pickle
import shutil
import struct
import sys

folder, kind = sys.argv[1:]
written = {}


def write(path, data, **about):
    with open(os.path.join(folder, path), "wb") as file:
        file.write(data)
    written[path] = about


def framed(pieces):
    return b"".join(struct.pack("!I", len(piece)) + piece for piece in pieces)


class Point:
    def __init__(self, x):
        self.x = x


def outer(n):
    def inner(y, z=3):
        """Adds."""
        return y + z + n

    return inner


if kind == "spark":
    import io

    from pyspark.serializers import AutoBatchedSerializer, BatchedSerializer, CloudPickleSerializer, CPickleSerializer
    from pyspark.sql import Row

    rows = [(i, "name %d" % i, i / 7) for i in range(1000)]
    for name, serializer in [
        ("cpickle", CPickleSerializer()),
        ("batched", BatchedSerializer(CPickleSerializer(), 64)),
        ("auto", AutoBatchedSerializer(CPickleSerializer())),
    ]:
        out = io.BytesIO()
        serializer.dump_stream(iter(rows), out)
        write("spark-%s.bin" % name, out.getvalue(), rows=len(rows), last=list(rows[-1]))
    out = io.BytesIO()
    AutoBatchedSerializer(CPickleSerializer()).dump_stream(
        iter([Row(id=i, when=datetime.date(2024, 1, 1 + i)) for i in range(5)]), out
    )
    write("spark-rows.bin", out.getvalue(), rows=5)
    write("spark-function.pkl", CloudPickleSerializer().dumps((outer(5), [1, 2])))
else:
    import cloudpickle
    import dask
    import dill
    import distributed.protocol.pickle as dask_pickle
    import joblib
    import numpy
    import pandas
    import ray.cloudpickle

    array = numpy.arange(10_000, dtype="f8").reshape(100, 100)
    frame = pandas.DataFrame({"a": range(1000), "b": numpy.linspace(0, 1, 1000)})
    for name, dumps in [
        ("dask", lambda value, callback: dask_pickle.dumps(value, buffer_callback=callback)),
        ("ray", lambda value, callback: ray.cloudpickle.dumps(value, protocol=5, buffer_callback=callback)),
    ]:
        for what, value in [("array", array), ("frame", frame), ("task", {"key": (sum, [1, 2]), "data": array[0]})]:
            buffers = []

            def callback(buffer):
                buffers.append(buffer)

            message = dumps(value, callback)
            pieces = [message] + [bytes(buffer.raw() if hasattr(buffer, "raw") else buffer) for buffer in buffers]
            write("%s-%s.bin" % (name, what), framed(pieces), buffers=len(buffers))
    from distributed.protocol import deserialize_bytes, serialize_bytes  # noqa: F401
    from ray._private.serialization import SerializationContext  # noqa: F401

    spool = os.path.join(folder, "spool")
    os.makedirs(spool)
    from joblib._memmapping_reducer import ArrayMemmapForwardReducer

    reducer = ArrayMemmapForwardReducer(
        max_nbytes=1000, temp_folder_resolver=lambda: spool, mmap_mode="r", unlink_on_gc_collect=False, verbose=0
    )
    reduced = reducer(array)
    # joblib deletes them when this process ends.
    copied = os.path.join(folder, "copied")
    shutil.copytree(spool, copied)
    files = [os.path.join(base, name) for base, _, names in os.walk(copied) for name in names]
    written["spool"] = {"files": [os.path.relpath(path, folder) for path in files], "sum": float(array.sum())}
    write("joblib-batch.pkl", pickle.dumps(joblib.parallel.BatchedCalls(
        [(abs, (-3,), {}), (max, (1, 2), {})], ("loky", None))))
    for name, module in [("cloudpickle", cloudpickle), ("dill", dill)]:
        write("%s-function.pkl" % name, module.dumps(outer(5)), name="inner")
        write("%s-lambda.pkl" % name, module.dumps(lambda x: x + 1), name="<lambda>")
        Point.__module__ = "__main__"
        write("%s-instance.pkl" % name, module.dumps(Point(7)), name="Point")
        write("%s-class.pkl" % name, module.dumps(Point), name="Point")
    write("dask-graph.pkl", dask_pickle.dumps(dask.delayed(sum)([1, 2, 3]).__dask_graph__()))
print(json.dumps(written))
