"""Writes tables.json.gz: files of tables as pandas writes them, and the CSV of what pandas reads from each.

  make_tables.py FOLDER     with the samples of tests/pandas/live on the path, once for each pandas
"""
import base64, gzip, io, json, os, sys, warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "pandas", "live"))
import pandas as pd
from samples import samples

WAYS = {
	"snappy.parquet": {},
	"gzip-v1.parquet": {"compression": "gzip", "version": "1.0", "use_dictionary": False},
	"brotli.parquet": {"compression": "brotli"},
	"zstd-v2.parquet": {"compression": "zstd", "data_page_version": "2.0"},
	"lz4.arrow": {"compression": "lz4"},
	"zstd.arrow": {"compression": "zstd"},
	"uncompressed.arrow": {"compression": "uncompressed"},
}
NAMES = ("columns", "newer", "index_multi", "index_named", "index_periods", "labels_multi", "parts", "none")


def main(folder):
	path = os.path.join(folder, "tables.json.gz")
	all = json.load(gzip.open(path)) if os.path.exists(path) else {}
	items = []
	for name, d in samples().items():
		if name not in NAMES:
			continue
		for way, options in WAYS.items():
			file = io.BytesIO()
			is_arrow = way.endswith("arrow")
			if is_arrow and (name.startswith(("index", "labels")) or name == "none"):
				continue
			if name != "columns" and way not in ("snappy.parquet", "lz4.arrow"):
				continue
			try:
				d.reset_index(drop=True).to_feather(file, **options) if is_arrow else d.rename(columns=str if name != "labels_multi" else lambda c: c).to_parquet(file, **options)
			except ValueError as error:
				print(name, way, error)
				continue
			data = file.getvalue()
			read = pd.read_feather(io.BytesIO(data)) if is_arrow else pd.read_parquet(io.BytesIO(data))
			if "icat" in read:
				# Categories that are integers are integers when pandas reads them from Parquet.
				read["icat"] = read["icat"].astype("Int64")
			items.append({"name": name + "." + way, "data": base64.b64encode(data).decode(), "csv": read.to_csv()})
	all[".".join(pd.__version__.split(".")[:2])] = items
	with gzip.GzipFile(path, "wb", mtime=0) as f:
		f.write(json.dumps(all).encode())
	print(len(items))


main(sys.argv[1])
