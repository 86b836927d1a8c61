"""A session of Spark that runs what it is told, line by line: {"task", "in", "out", "result", "options", "mounted"} as JSON.

spark_driver.py MASTER
"""

import json
import os
import sys
import time

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(root, "integrations", "spark"))

import brine_spark  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

os.environ["PYSPARK_PYTHON"] = sys.executable
spark = (
    brine_spark.configure(SparkSession.builder)
    .master(sys.argv[1])
    .config("spark.ui.enabled", "false")
    .config("spark.driver.memory", "1g")
    .config("spark.executor.memory", "1g")
    .config("spark.sql.files.maxPartitionBytes", os.environ.get("BRINE_PARTITION", "64m"))
    # Whoever kills a task's process every few seconds may hit one task more often than the four times that are usual.
    .config("spark.task.maxFailures", "100")
    .config("spark.excludeOnFailure.enabled", "false")
    .config("spark.deploy.maxExecutorRetries", "-1")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
spark.range(4, numPartitions=4).mapInPandas(lambda frames: frames, "id long").count()
print("ready", flush=True)
for line in sys.stdin:
    told = json.loads(line)
    progress = brine_spark.Progress(spark)
    group = told["out"]
    spark.sparkContext.setJobGroup(group, group)
    start = time.time()
    if told.get("mounted"):
        files = brine_spark.files(spark, told["in"], most_bytes=told["mounted"])
        told["options"]["content"] = None
    else:
        files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(told["in"])
    answers = getattr(brine_spark, told["task"])(files, progress=progress, **told["options"])
    answers.write.mode("overwrite").parquet(told["out"])
    seconds = time.time() - start
    tracker = spark.sparkContext.statusTracker()
    stages = [stage for job in tracker.getJobIdsForGroup(group) for stage in tracker.getJobInfo(job).stageIds]
    infos = [info for info in map(tracker.getStageInfo, stages) if info]
    if told.get("result"):
        with open(told["result"], "w") as out:
            for row in spark.read.parquet(told["out"]).toLocalIterator():
                out.write(json.dumps(row.asDict()) + "\n")
    about = {
        "seconds": seconds,
        "tasks": sum(info.numTasks for info in infos),
        "failed": sum(info.numFailedTasks for info in infos),
        "progress": str(progress),
    }
    print(json.dumps(about), flush=True)
spark.stop()
