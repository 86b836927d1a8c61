"""Runs Dask or Ray over a folder and writes rows as JSON Lines: pydata_driver.py ENGINE IN TASK OPTIONS RESULT

Prints "started" when the work begins, and the seconds that it took.
"""

import json
import math
import os
import sys
import time

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
engine, source, task, options, result = sys.argv[1:]
options = json.loads(options)
sys.path.insert(0, os.path.join(root, "integrations", engine))


def plain(row):
    """A row without what stands for nothing in pandas."""
    return {
        name: None if value is None or value != value or str(value) == "<NA>" else value for name, value in row.items()
    }


def write(rows):
    with open(result, "w") as out:
        for row in rows:
            made = plain(row)
            for name in ("size", "pickles", "error_offset"):
                if isinstance(made.get(name), float) and math.isfinite(made[name]):
                    made[name] = int(made[name])
            out.write(json.dumps(made, default=lambda value: value.item()) + "\n")


def main():
    if engine == "dask":
        import brine_dask
        import dask
        from dask.distributed import Client, LocalCluster

        # As many as somebody who kills one every few seconds may kill.
        dask.config.set({"distributed.scheduler.allowed-failures": 100})
        paths = sorted(os.path.join(base, name) for base, _, names in os.walk(source) for name in names)
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
            brine_dask.ship(client)
            print("started", flush=True)
            start = time.time()
            frame = getattr(brine_dask, task)(paths, shard_files=50, **options).compute(retries=20)
            print(time.time() - start, flush=True)
            write(frame.to_dict("records"))
    else:
        import brine_ray
        import ray

        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
        files = ray.data.read_binary_files(source, include_paths=True)
        print("started", flush=True)
        start = time.time()
        rows = getattr(brine_ray, task)(files, concurrency=1, batch_size=64, **options).take_all()
        print(time.time() - start, flush=True)
        write(rows)
        ray.shutdown()


if __name__ == "__main__":
    main()
