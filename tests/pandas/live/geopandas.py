"""GeoDataFrames, whose geometry is pickled as WKB.

  geopandas.py make FILE      pickles one
  geopandas.py check FILE     reads what Brine wrote of it, and compares
"""
import pickle, sys, warnings

warnings.simplefilter("ignore")
sys.path.pop(0)  # the folder of this script has a module of the same name
import geopandas
from shapely.geometry import LineString, Point


def frame():
    d = geopandas.GeoDataFrame({"name": ["a", "b", "c"], "n": [1, 2, 3]}, geometry=[Point(1, 2), None, LineString([(0, 0), (1, 1)])], crs="EPSG:4326")
    d.attrs = {"k": 1}
    return d


if sys.argv[1] == "make":
    pickle.dump(frame(), open(sys.argv[2], "wb"))
else:
    from geopandas.testing import assert_geodataframe_equal
    got = pickle.load(open(sys.argv[2], "rb"))
    assert type(got) is geopandas.GeoDataFrame, type(got)
    assert_geodataframe_equal(got, frame(), check_dtype=False)
    assert got.attrs == {"k": 1}
    print(1, 0)
