"""Reads all files of a folder and writes Parquet:

    python folder_to_parquet.py [--task convert|scan|show] [--default repr|str|tagged] IN OUT
    spark-submit --py-files brine_worker.py,brine_spark.py folder_to_parquet.py IN OUT
"""

import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import brine_spark  # noqa: E402
from pyspark import SparkConf  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description="Pickles of a folder as Parquet.")
    parser.add_argument("source", metavar="IN")
    parser.add_argument("target", metavar="OUT")
    parser.add_argument("--task", choices=["convert", "scan", "show"], default="convert")
    parser.add_argument("--default", choices=["repr", "str", "tagged"])
    parser.add_argument("--archives", action="store_true")
    parser.add_argument("--mounted", action="store_true", help="each machine has IN under this path, and reads it itself")
    given = parser.parse_args()
    options = {"default": given.default} if given.default else {}
    if SparkConf().get("spark.master", "local[*]").startswith("local"):
        # On this machine Spark would start whatever is called python3, and not what runs this.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = brine_spark.configure(SparkSession.builder.appName("brine")).getOrCreate()
    progress = brine_spark.Progress(spark)
    if given.mounted:
        files = brine_spark.files(spark, given.source)
        options["content"] = None
    else:
        files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(given.source)
    task = getattr(brine_spark, given.task)
    task(files, archives=given.archives, progress=progress, **options).write.mode("overwrite").parquet(given.target)
    print(progress)
    spark.stop()


if __name__ == "__main__":
    main()
