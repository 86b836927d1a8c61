"""Brine on Dask: pickles as rows of JSON, or as verdicts, without unpickling anything in the cluster.

    import brine_dask
    with Client() as client:
        brine_dask.ship(client)
        frame = brine_dask.convert(paths, default="str")
        frame.to_parquet("values")

`paths` are files that every worker of Dask can open, or addresses that fsspec opens. Each worker has one process of Node for
each of its threads, which is replaced when it dies. Compute with `retries=3`, so that a worker that dies is made up for.
"""

import os
import sys
import threading

_HERE = os.path.dirname(os.path.abspath(__file__))
for _folder in (_HERE, os.path.dirname(_HERE)):
    if _folder not in sys.path:
        sys.path.append(_folder)

import brine_worker  # noqa: E402

__all__ = ["ship", "convert", "scan", "show", "records", "TYPES"]

_ERROR = {
    "error_name": "string",
    "error_message": "string",
    "error_code": "string",
    "error_offset": "Int64",
    "error_opcode": "string",
    "error_hint": "string",
}
_HEAD = {"id": "string", "sha256": "string", "size": "Int64", "ok": "boolean"}
#: The type of each column, by task.
TYPES = {
    "convert": {**_HEAD, "pickles": "Int64", "value": "string", **_ERROR},
    "scan": {
        **_HEAD, "verdict": "string", "unscannable": "boolean", "findings": "string", "imports": "string", **_ERROR,
    },
    "show": {**_HEAD, "text": "string", **_ERROR},
}


def ship(client):
    """Sends the modules to the workers of a cluster, those that start later too."""
    known = brine_worker.command_beside()
    for path in (brine_worker.__file__, os.path.abspath(__file__)):
        client.upload_file(path)
    # A scheduler in this process has loaded the copies in place of what was here.
    for module in (brine_worker, sys.modules["brine_worker"]):
        module.SHIPPED_FROM = known


def records(task, items, command=None, elsewhere=None, archives=False, **options):
    """The rows of (id, bytes) pairs as a pandas DataFrame; in the process of Node of this thread."""
    import pandas

    from brine_worker import COLUMNS, members_of, shared_worker

    # A worker's answers come in the order of one caller.
    worker = shared_worker(task, command, elsewhere, _owner=threading.get_ident(), **options)
    if archives:
        items = (member for name, content in items for member in members_of(name, content))
    rows = list(worker.rows(items))
    columns = COLUMNS[task]
    data = dict(zip(columns, zip(*rows))) if rows else {name: [] for name in columns}
    return pandas.DataFrame({name: pandas.array(list(data[name]), dtype=TYPES[task][name]) for name in columns})


def _read(path):
    """The bytes of a file, or the OSError that says why they cannot be had: one file must not end a task."""
    if "://" not in path:
        return brine_worker.content_of(path)
    import fsspec

    try:
        with fsspec.open(path, "rb") as file:
            return file.read()
    except OSError as error:
        return error


def _part(paths, task, command, elsewhere, archives, options):
    return records(task, ((path, _read(path)) for path in paths), command, elsewhere, archives, **options)


def _apply(task, paths, shard_files, archives, command, options):
    import dask.dataframe
    import pandas

    paths = list(paths)
    shards = [paths[at : at + shard_files] for at in range(0, len(paths), shard_files)]
    meta = pandas.DataFrame({name: pandas.array([], dtype=kind) for name, kind in TYPES[task].items()})
    elsewhere = brine_worker.command_beside()
    return dask.dataframe.from_map(
        _part, shards, task=task, command=command, elsewhere=elsewhere, archives=archives, options=options, meta=meta
    )


def convert(paths, *, shard_files=1000, archives=False, command=None, **options):
    """The value of each file as JSON in the column `value`, as a Dask DataFrame with a partition for each shard."""
    return _apply("convert", paths, shard_files, archives, command, options)


def scan(paths, *, shard_files=1000, archives=False, command=None, **options):
    """The verdict on each file, and the findings as JSON."""
    return _apply("scan", paths, shard_files, archives, command, options)


def show(paths, *, shard_files=1000, archives=False, command=None, **options):
    """The value of each file as Python prints it, in the column `text`."""
    return _apply("show", paths, shard_files, archives, command, options)
