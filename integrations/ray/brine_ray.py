"""Brine on Ray Data: pickles as rows of JSON, or as verdicts, without unpickling anything in the cluster.

    import brine_ray
    files = ray.data.read_binary_files("s3://bucket/pickles", include_paths=True)
    brine_ray.convert(files, default="str").write_parquet("s3://bucket/values")

Each actor has one process of Node, which the actor replaces when it dies: Ray itself would fail the job.
"""

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
for _folder in (_HERE, os.path.dirname(_HERE)):
    if _folder not in sys.path:
        sys.path.append(_folder)

import brine_worker  # noqa: E402

__all__ = ["convert", "scan", "show", "SCHEMAS"]


def _schemas():
    import pyarrow

    head = [("id", pyarrow.string()), ("sha256", pyarrow.string()), ("size", pyarrow.int64()), ("ok", pyarrow.bool_())]
    tail = [
        ("error_name", pyarrow.string()),
        ("error_message", pyarrow.string()),
        ("error_code", pyarrow.string()),
        ("error_offset", pyarrow.int64()),
        ("error_opcode", pyarrow.string()),
        ("error_hint", pyarrow.string()),
    ]
    own = {
        "convert": [("pickles", pyarrow.int32()), ("value", pyarrow.large_string())],
        "scan": [
            ("verdict", pyarrow.string()),
            ("unscannable", pyarrow.bool_()),
            ("findings", pyarrow.large_string()),
            ("imports", pyarrow.large_string()),
        ],
        "show": [("text", pyarrow.large_string())],
    }
    return {task: pyarrow.schema(head + columns + tail) for task, columns in own.items()}


#: The schema of the table that each function returns.
SCHEMAS = _schemas()


def _actor(task, id, content, archives, command, elsewhere, schema, options):
    """A class whose instances Ray makes; by value, so that nodes need not have this module."""
    source = open(brine_worker.__file__, encoding="utf-8").read()

    class Answers:
        def __init__(self):
            import types

            module = types.ModuleType("brine_worker")
            module.__file__ = "brine_worker.py"
            exec(compile(source, "brine_worker.py", "exec"), module.__dict__)
            self.module = module
            self.worker = module.Worker(task, command, elsewhere, **options)

        def __call__(self, batch):
            import pyarrow

            items = zip(batch[id].to_pylist(), batch[content].to_pylist())
            if archives:
                items = (member for name, data in items for member in self.module.members_of(name, data))
            rows = list(self.worker.rows(items))
            columns = list(zip(*rows)) if rows else [[] for _ in schema]
            arrays = [pyarrow.array(list(values), type=field.type) for values, field in zip(columns, schema)]
            return pyarrow.Table.from_arrays(arrays, schema=schema)

    return Answers


def _apply(task, files, id, content, archives, command, concurrency, batch_size, ray_options, options):
    actor = _actor(
        task, id, content, archives, command, brine_worker.command_beside(), SCHEMAS[task], options
    )
    return files.map_batches(
        actor,
        batch_format="pyarrow",
        batch_size=batch_size,
        compute=None,
        concurrency=concurrency,
        **(ray_options or {}),
    )


def convert(
    files, *, id="path", content="bytes", archives=False, command=None, concurrency=2, batch_size=256, ray_options=None,
    **options,
):
    """The value of each row's bytes as JSON in the column `value`; `concurrency` is the number of actors."""
    return _apply("convert", files, id, content, archives, command, concurrency, batch_size, ray_options, options)


def scan(
    files, *, id="path", content="bytes", archives=False, command=None, concurrency=2, batch_size=256, ray_options=None,
    **options,
):
    """The verdict on each row's bytes, and the findings as JSON."""
    return _apply("scan", files, id, content, archives, command, concurrency, batch_size, ray_options, options)


def show(
    files, *, id="path", content="bytes", archives=False, command=None, concurrency=2, batch_size=256, ray_options=None,
    **options,
):
    """The value of each row's bytes as Python prints it, in the column `text`."""
    return _apply("show", files, id, content, archives, command, concurrency, batch_size, ray_options, options)
