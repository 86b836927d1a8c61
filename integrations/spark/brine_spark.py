"""Brine on Spark: pickles as rows of JSON, or as verdicts, without unpickling anything in the cluster.

    import brine_spark
    spark = brine_spark.configure(SparkSession.builder).getOrCreate()
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load("s3a://bucket/pickles")
    brine_spark.convert(files, default="str").write.parquet("s3a://bucket/values")

or, where each machine has the files under one path, without Spark's reader, which takes longer than all else for small files:

    brine_spark.convert(brine_spark.files(spark, "/mnt/pickles"), content=None, default="str")

Spark reads the storage and commits the output; each Python worker has one process of Node, which is replaced when it dies.
"""

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
for _folder in (_HERE, os.path.dirname(_HERE)):
    if _folder not in sys.path:
        sys.path.append(_folder)

import brine_worker  # noqa: E402

__all__ = ["configure", "files", "convert", "scan", "show", "Progress", "SCHEMAS"]

_ERROR = "error_name string, error_message string, error_code string, error_offset long, error_opcode string, error_hint string"
#: The schema of the table that each function returns.
SCHEMAS = {
    "convert": "id string, sha256 string, size long, ok boolean, pickles int, value string, " + _ERROR,
    "scan": "id string, sha256 string, size long, ok boolean, verdict string, unscannable boolean, findings string, imports string, " + _ERROR,
    "show": "id string, sha256 string, size long, ok boolean, text string, " + _ERROR,
}


def configure(builder):
    """Settings of a session for many small files: Spark's own make a task of 32 of them, and batches of 10,000 rows."""
    return (
        builder.config("spark.sql.files.openCostInBytes", str(1 << 14))
        .config("spark.sql.files.maxPartitionBytes", str(1 << 26))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "256")
        # A Python worker and its process of Node serve many tasks.
        .config("spark.python.worker.reuse", "true")
    )


def files(spark, *folders, most_bytes=1 << 26, most_files=5000):
    """The files below folders as a DataFrame of `path`, for `convert(…, content=None)`, whose workers read them by themselves.

    Each machine needs the folders under the same path: a shared disk, a mounted bucket, a volume. A task is as many files
    as there are in most_bytes, at most most_files: PySpark looks through its own archives again at the start of each task,
    which takes as long as hundreds of small files. Hidden files are left out, as binaryFile does; empty ones are not.
    """
    from pyspark.sql.functions import explode

    tasks = brine_worker.tasks_of(folders, most_bytes, most_files)
    rows, schema = [(paths,) for paths in tasks], "paths array<string>"
    try:
        # Without a shuffle, whose output is gone with its executor: a job that loses four of them fails.
        frame = spark.createDataFrame(spark.sparkContext.parallelize(rows, max(1, len(rows))), schema)
    except Exception:  # Spark Connect has no context.
        frame = spark.createDataFrame(rows, schema).repartition(max(1, len(rows)))
    return frame.select(explode("paths").alias("path"))


class Progress:
    """Accumulators: files, bytes, errors, and records by verdict. Spark counts a task that is run again once more."""

    def __init__(self, spark):
        context = spark.sparkContext
        self.files = context.accumulator(0)
        self.bytes = context.accumulator(0)
        self.errors = context.accumulator(0)
        self.verdicts = {
            name: context.accumulator(0) for name in ("no-pickle", "safe", "unknown", "suspicious", "dangerous")
        }

    def add(self, columns, rows):
        verdict = columns.index("verdict") if "verdict" in columns else None
        self.files.add(len(rows))
        self.bytes.add(sum(row[2] or 0 for row in rows))
        self.errors.add(sum(not row[3] for row in rows))
        if verdict is not None:
            for row in rows:
                if row[verdict] in self.verdicts:
                    self.verdicts[row[verdict]].add(1)

    def __str__(self):
        verdicts = ["%s %d" % (name, count.value) for name, count in self.verdicts.items() if count.value > 0]
        head = "%d files, %d bytes, %d errors" % (self.files.value, self.bytes.value, self.errors.value)
        return ", ".join([head, *verdicts])


def _apply(task, df, id, content, archives, progress, command, options):
    session = df.sparkSession
    _ship(session)
    columns = brine_worker.COLUMNS[task]
    elsewhere = brine_worker.command_beside()

    def answered(batches):
        import pandas

        from brine_worker import content_of, members_of, shared_worker

        worker = shared_worker(task, command, elsewhere, **options)

        def items():
            for batch in batches:
                for name, data in zip(batch[id], map(content_of, batch[id]) if content is None else batch[content]):
                    yield from members_of(name, data, archives)

        rows, size = [], 0
        for row in worker.rows(items()):
            rows.append(row)
            size += len(row[5] or "") if isinstance(row[5], str) else 100
            if len(rows) >= 1000 or size >= 1 << 25:
                if progress is not None:
                    progress.add(columns, rows)
                yield _frame(pandas, columns, rows)
                rows, size = [], 0
        if rows:
            if progress is not None:
                progress.add(columns, rows)
            yield _frame(pandas, columns, rows)

    return df.select(*([id] if content is None else [id, content])).mapInPandas(answered, SCHEMAS[task])


def _frame(pandas, columns, rows):
    """Columns of objects: whole numbers with gaps must not become floats."""
    return pandas.DataFrame(
        {name: pandas.Series(values, dtype="object") for name, values in zip(columns, zip(*rows))}
    )


def _ship(session):
    """Sends the modules to the executors."""
    files = [brine_worker.__file__, os.path.abspath(__file__)]
    try:
        for path in files:
            session.sparkContext.addPyFile(path)
    except Exception:  # Spark Connect has no context.
        session.addArtifacts(*files, pyfile=True)


def convert(df, *, id="path", content="content", archives=False, progress=None, command=None, **options):
    """The value of each row's bytes as JSON in the column `value`; what is wrong with them in `error_name` and others.

    Options are those of `brine worker convert`: default="repr" | "str" | "tagged", encoding, max_seconds, max_memory.
    With archives=True a tar or zip archive is a row for each of its files. With content=None each worker opens the file
    that `id` names; one that cannot be read has a row that says so.
    """
    return _apply("convert", df, id, content, archives, progress, command, options)


def scan(df, *, id="path", content="content", archives=False, progress=None, command=None, **options):
    """The verdict on each row's bytes, and the findings as JSON. Options are those of `brine worker scan`: allow, imports, …"""
    return _apply("scan", df, id, content, archives, progress, command, options)


def show(df, *, id="path", content="content", archives=False, progress=None, command=None, **options):
    """The value of each row's bytes as Python prints it, in the column `text`."""
    return _apply("show", df, id, content, archives, progress, command, options)
