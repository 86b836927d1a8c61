"""Writes real pickles of the standard library and of whatever libraries this Python has: python make-pickles.py FOLDER

One file for each kind of value and protocol, called LIBRARY__NAME.pN.pkl, and joblib's files as joblib__NAME.joblib.
A value that cannot be made or pickled here is left out; how many there are is printed.
"""
import os
import pickle
import sys
import warnings

warnings.filterwarnings("ignore")
folder = sys.argv[1]
if not os.path.isdir(folder):
    os.makedirs(folder)
made = failed = 0


def save(library, name, make):
    global made, failed
    try:
        value = make()
    except Exception:
        failed += 1
        return None
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        try:
            data = pickle.dumps(value, protocol)
            pickle.loads(data)
        except Exception:
            failed += 1
            continue
        with open(os.path.join(folder, "%s__%s.p%d.pkl" % (library, name, protocol)), "wb") as file:
            file.write(data)
        made += 1
    return value


def stdlib():
    import collections
    import datetime
    import decimal
    import fractions
    import functools
    import operator
    import random
    import re
    import uuid

    def exceptions():
        import builtins

        found = []
        for name in dir(builtins):
            cls = getattr(builtins, name)
            if not (isinstance(cls, type) and issubclass(cls, BaseException)):
                continue
            for args in (("text",), (), (2, "no such file", "x"), ("utf-8", b"x", 0, 1, "bad"), ("group", [ValueError(1)])):
                try:
                    error = cls(*args)
                    pickle.loads(pickle.dumps(error))
                    found.append(error)
                    break
                except Exception:
                    pass
        return found

    save("stdlib", "exceptions", exceptions)
    save("stdlib", "exception-notes", lambda: noted(ValueError("a")))
    save("stdlib", "types", lambda: [int, float, str, bytes, list, dict, set, tuple, frozenset, bool, complex, range, slice, type, object, bytearray, type(None), memoryview])
    save("stdlib", "functions", lambda: [len, abs, max, min, sum, sorted, any, all, divmod, pow, round, repr, ord, chr, hash, id, zip, map, filter, enumerate, reversed, iter, next, isinstance, callable])
    save("stdlib", "iterators", lambda: [iter([1, 2]), iter((1,)), iter("ab"), iter(range(3)), iter({1: 2}), iter({1}), reversed([1, 2]), enumerate("ab"), zip([1], [2])])
    save("stdlib", "collections", lambda: [collections.OrderedDict(a=1), collections.Counter("aab"), collections.defaultdict(list, a=[1]), collections.defaultdict(int), collections.deque([1, 2], 5), collections.ChainMap({1: 2}), collections.UserDict(a=1), collections.UserList([1]), collections.UserString("a")])
    utc = getattr(datetime, "timezone", None) and datetime.timezone.utc
    save("stdlib", "datetime", lambda: [datetime.datetime.now(), datetime.datetime.now(utc), datetime.date.today(), datetime.time(1, 2, tzinfo=utc), datetime.timedelta(1), utc, datetime.timezone(datetime.timedelta(hours=1), "X")])
    save("stdlib", "decimal", lambda: [decimal.Decimal("1.5"), decimal.getcontext(), decimal.DecimalTuple(0, (1,), 2), decimal.Context(prec=5)])
    save("stdlib", "decimal-errors", lambda: [decimal.InvalidOperation(), decimal.DivisionByZero(), decimal.Inexact])
    save("stdlib", "fractions", lambda: fractions.Fraction(1, 3))
    save("stdlib", "functools", lambda: [functools.partial(int, base=2), functools.partial(dict, a=1), functools.partial(list)])
    save("stdlib", "operator", lambda: [operator.itemgetter(1), operator.itemgetter(1, 2), operator.add, operator.mul, operator.eq, operator.lt, operator.or_, operator.neg, operator.truediv, operator.contains])
    save("stdlib", "random", lambda: random.Random(1))
    save("stdlib", "re", lambda: [re.compile("a+"), re.compile(b"b", re.I), re.I, re.MULTILINE])
    save("stdlib", "uuid", lambda: [uuid.uuid4(), uuid.UUID(int=1), getattr(uuid, "SafeUUID", int)(0) if hasattr(uuid, "SafeUUID") else 0])
    for name, source in SIMPLE:
        save("stdlib", name, lambda source=source: eval_source(source))


def noted(error):
    error.add_note("a note")
    return error


SIMPLE = [
    ("array", "import array; value = [array.array(c, [1, 2]) for c in 'bBhHiIlLqQfd'] + [array.array('u', 'ab')]"),
    ("pathlib", "import pathlib; value = [pathlib.Path('a/b'), pathlib.PurePosixPath('/x'), pathlib.PureWindowsPath('c:/x')]"),
    ("ipaddress", "import ipaddress as i; value = [i.ip_address('1.2.3.4'), i.ip_address('::1'), i.ip_network('10.0.0.0/8'), i.ip_network('::/8'), i.ip_interface('1.2.3.4/8'), i.ip_interface('::1/8')]"),
    ("zoneinfo", "import zoneinfo; value = [zoneinfo.ZoneInfo('UTC'), zoneinfo.ZoneInfo('Europe/Berlin')]"),
    ("http", "import http; value = list(http.HTTPStatus) + list(getattr(http, 'HTTPMethod', []))"),
    ("cookies", "import http.cookies as c; value = c.SimpleCookie('a=b')"),
    ("cookiejar", "import http.cookiejar as c; value = c.Cookie(0, 'a', 'b', None, False, 'x', True, False, '/', True, False, None, True, None, None, {})"),
    ("urllib", "import urllib.parse as u; value = [u.urlparse('http://x/y?z#a'), u.urlsplit('http://x'), u.urldefrag('http://x#y'), u.urlsplit(b'http://x')]"),
    ("email", "import email, email.policy as p; value = [email.message_from_string('To: a\\n\\nb'), email.message_from_string('To: a@b.c\\nDate: Mon, 1 Jan 2024 00:00:00 +0000\\nSubject: x\\n\\nb', policy=p.default)]"),
    ("logging", "import logging; value = [logging.LogRecord('a', 20, 'f', 1, 'm', (), None), logging.getLogger('x'), logging.Formatter('%(message)s')]"),
    ("namespace", "import types; value = [types.SimpleNamespace(a=1), types.MappingProxyType]"),
    ("generics", "import types; value = [list[int], dict[str, int], int | str, tuple[int, ...]]"),
    ("typing", "import typing as t; value = [t.List[int], t.Optional[int], t.Dict[str, int], t.Union[int, str], t.Any, t.List, t.Tuple[int, str], t.Set[int], t.Callable, t.Callable[[int], str], t.Iterable[int], t.Type[int], t.Sequence[int], t.Mapping[str, int], t.Literal['a']]"),
    ("itertools", "import itertools as i; value = [i.count(1), i.repeat(1, 2), i.cycle('ab'), i.chain([1], [2]), i.islice([1, 2], 1), i.product('ab', '12'), i.permutations('ab'), i.combinations('abc', 2), i.compress('ab', [1, 0]), i.zip_longest('a', 'bc')]"),
    ("time", "import time; value = [time.gmtime(0), time.localtime(0)]"),
    ("io", "import io; value = [io.BytesIO(b'a'), io.StringIO('b')]"),
    ("signal", "import signal; value = [signal.SIGINT, signal.SIG_DFL]"),
    ("socket", "import socket; value = [socket.AF_INET, socket.SOCK_STREAM]"),
    ("calendar", "import calendar; value = [calendar.Calendar(1), calendar.JANUARY if hasattr(calendar, 'Month') else 1, calendar.MONDAY]"),
    ("statistics", "import statistics; value = statistics.NormalDist(1, 2)"),
    ("difflib", "import difflib; value = difflib.SequenceMatcher(None, 'ab', 'b').find_longest_match(0, 2, 0, 1)"),
    ("json", "import json\ntry:\n json.loads('{')\nexcept ValueError as error:\n value = error"),
    ("jsoncoders", "import json; value = [json.JSONEncoder, json.JSONDecoder]"),
    ("enum", "import enum; value = [enum.Enum, enum.auto]"),
    ("abc", "import collections.abc as c; value = [c.Mapping, c.Sequence, c.Iterable, c.Callable]"),
    ("queue", "import queue; value = [queue.Empty(), queue.Full()]"),
    ("locale", "import string; value = string.ascii_letters"),
    ("dataclasses", "import dataclasses; value = [dataclasses.MISSING.__class__, dataclasses.field]"),
    ("numbers", "import numbers; value = [numbers.Number, numbers.Real, numbers.Integral]"),
    ("math", "import math; value = [math.sqrt, math.log, math.exp, math.sin, math.floor, math.ceil]"),
    ("string", "import string; value = string.Template('$a')"),
    ("textwrap", "import textwrap; value = textwrap.TextWrapper()"),
    ("csv", "import csv; value = [csv.excel, csv.Error('x')]"),
    ("zipinfo", "import zipfile; value = zipfile.ZipInfo('a')"),
    ("sched", "import os; value = os.stat('.')"),
    ("terminal", "import os; value = os.terminal_size((1, 2))"),
    ("version", "import sys; value = [tuple(sys.version_info), sys.maxsize]"),
    ("platform", "import platform; value = platform.uname()"),
    ("traceback", "import traceback; value = traceback.FrameSummary('f', 1, 'n')"),
    ("inspect", "import inspect; value = inspect.signature(int.from_bytes) if hasattr(inspect, 'signature') else 1"),
    ("contextlib", "import contextlib; value = contextlib.nullcontext()"),
    ("graphlib", "import graphlib; value = graphlib.CycleError('x', [1])"),
    ("subprocess", "import subprocess; value = [subprocess.CompletedProcess(['a'], 0), subprocess.CalledProcessError(1, 'a')]"),
    ("concurrent", "import concurrent.futures as c; value = [c.TimeoutError('x'), c.CancelledError()]"),
    ("asyncio", "import asyncio; value = [asyncio.TimeoutError('x'), asyncio.CancelledError()]"),
    ("tomllib", "import tomllib\ntry:\n tomllib.loads('=')\nexcept ValueError as error:\n value = error"),
    ("configparser", "import configparser; value = configparser.NoSectionError('x')"),
    ("xml", "import xml.etree.ElementTree as e; value = e.Element('a')"),
    ("sqlite", "import sqlite3; value = [sqlite3.OperationalError('x'), sqlite3.IntegrityError('y')]"),
]


def eval_source(source):
    scope = {}
    exec(source, scope)
    return scope["value"]


def numpy_values():
    import numpy as np

    save("numpy", "scalars", lambda: [np.dtype(c).type(1) for c in "?bBhHiIlLqQefdgFDG"] + [np.str_("a"), np.bytes_(b"b"), np.datetime64("2020-01-01"), np.timedelta64(1, "D"), np.void(b"ab")])
    save("numpy", "types", lambda: [np.dtype(c).type for c in "?bBhHiIlLqQefdgFDGSUVOMm"] + [np.ndarray, np.generic, np.number, np.integer, np.floating, np.inexact, np.complexfloating, np.character, np.flexible, np.signedinteger, np.unsignedinteger])
    save("numpy", "dtypes", lambda: [np.dtype(c) for c in "?bBhHiIlLqQefdgFDGSUVOMm"] + [np.dtype([("a", "i4"), ("b", "f8", (2,))]), np.dtype(">i4"), np.dtype("M8[ns]"), np.dtype("U5")])
    save("numpy", "dtype-classes", lambda: [type(np.dtype(c)) for c in "?bBhHiIlLqQefdgFDGSUVOMm"])
    save("numpy", "arrays", lambda: [np.zeros((2, 3)), np.arange(3), np.array([1, "a", None], object), np.array(["ab"]), np.zeros(2, [("a", "i4")]), np.asfortranarray(np.eye(3)), np.zeros(0), np.array(1.5), np.zeros(3, "M8[D]")])
    save("numpy", "masked", lambda: [np.ma.array([1, 2], mask=[0, 1]), np.ma.masked, np.ma.zeros(3), np.ma.nomask])
    save("numpy", "records", lambda: [np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]), np.matrix([[1]]), np.char.array(["a"])])
    save("numpy", "strings", lambda: [np.array(["a", "b"], np.dtypes.StringDType()), np.dtypes.StringDType(na_object=None)])
    save("numpy", "polynomials", lambda: [np.poly1d([1, 2])] + [cls([1, 2]) for cls in (np.polynomial.Polynomial, np.polynomial.Chebyshev, np.polynomial.Legendre, np.polynomial.Hermite, np.polynomial.HermiteE, np.polynomial.Laguerre)])
    save("numpy", "random", lambda: [np.random.RandomState(1), np.random.default_rng(1), np.random.SeedSequence(1)] + [np.random.Generator(cls(1)) for cls in (np.random.PCG64, np.random.MT19937, np.random.Philox, np.random.SFC64, np.random.PCG64DXSM)] + [np.random.PCG64(1)])
    save("numpy", "info", lambda: [np.finfo("f8"), np.iinfo("i4")])
    save("numpy", "ufuncs", lambda: [value for value in vars(np).values() if isinstance(value, np.ufunc)])
    functions = "mean median sum std var min max argmax argmin dot prod any all sort unique concatenate zeros ones array asarray percentile quantile nanmean nanmax nanmin nansum nanstd nanmedian cumsum diff round clip where isclose linspace average corrcoef cov histogram interp trapezoid"
    save("numpy", "functions", lambda: [getattr(np, name) for name in functions.split() if hasattr(np, name)])
    save("numpy", "linalg", lambda: [np.linalg.norm, np.linalg.inv, np.linalg.LinAlgError("x")])
    save("numpy", "errors", lambda: [np.exceptions.AxisError("x"), np.exceptions.DTypePromotionError("x"), np.exceptions.ComplexWarning("x"), np.exceptions.VisibleDeprecationWarning("x")])
    save("numpy", "memmap", lambda: np.memmap(os.path.join(folder, ".memmap"), "f8", "w+", shape=(2,)))


def pandas_values():
    import numpy as np
    import pandas as pd

    offsets = pd.offsets
    for name in dir(offsets):
        cls = getattr(offsets, name)
        if isinstance(cls, type):
            save("pandas", "offset-" + name, lambda cls=cls: [cls(), cls(2)])
    dates = pd.date_range("2020", periods=3)
    save("pandas", "dtypes", lambda: [getattr(pd, name)() for name in dir(pd) if name.endswith("Dtype") and name not in ("PeriodDtype", "IntervalDtype", "DatetimeTZDtype", "ArrowDtype", "SparseDtype", "CategoricalDtype")])
    save("pandas", "dtypes-more", lambda: [pd.PeriodDtype("D"), pd.IntervalDtype("int64"), pd.DatetimeTZDtype(tz="UTC"), pd.SparseDtype("f8"), pd.CategoricalDtype(["a"])])
    save("pandas", "indexes", lambda: [pd.Index([1, 2]), pd.Index(["a"]), pd.RangeIndex(3), dates, dates.tz_localize("Europe/Berlin"), pd.timedelta_range("1D", periods=2), pd.period_range("2020", periods=2, freq="M"), pd.interval_range(0, 2), pd.CategoricalIndex(["a"]), pd.MultiIndex.from_tuples([(1, "a")]), pd.Index([1.5]), pd.Index([True])])
    save("pandas", "scalars", lambda: [pd.Timestamp("2020", tz="UTC"), pd.Timedelta(1), pd.Period("2020", "M"), pd.Interval(0, 1), pd.NaT, pd.NA])
    save("pandas", "series", lambda: [pd.Series([1, 2]), pd.Series(["a", None]), pd.Series(dates), pd.Series([1, None], dtype="Int64"), pd.Series(["a"], dtype="category"), pd.Series([1.0, np.nan], dtype="Sparse"), pd.Series([True], dtype="boolean"), pd.Series([1.5], dtype="Float64"), pd.Series(["a"], dtype="string")])
    save("pandas", "frames", lambda: [pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [1.5, None], "d": dates[:2]}), pd.DataFrame(), pd.DataFrame({"a": [1]}, index=["x"])])
    save("pandas", "groups", lambda: [pd.DataFrame({"a": [1]}).attrs])
    save("pandas", "errors", lambda: [pd.errors.ParserError("x"), pd.errors.EmptyDataError("x"), pd.errors.MergeError("x"), pd.errors.OutOfBoundsDatetime("x"), pd.errors.UndefinedVariableError("x")])
    for name in ("int8", "uint16", "string", "large_string", "binary", "bool_", "date32", "date64", "float16", "float32", "null"):
        save("pandas", "arrow-" + name, lambda name=name: arrow_series(name))
    save("pandas", "arrow-more", arrow_more)


def arrow_series(name):
    import pandas as pd
    import pyarrow as pa

    kind = getattr(pa, name)()
    return pd.Series([None, None], dtype=pd.ArrowDtype(kind))


def arrow_more():
    import pandas as pd
    import pyarrow as pa

    kinds = [pa.timestamp("us", "UTC"), pa.duration("s"), pa.time32("s"), pa.time64("us"), pa.decimal128(10, 2), pa.decimal256(50, 2), pa.list_(pa.int64()), pa.large_list(pa.int8()), pa.struct([("a", pa.int8())]), pa.map_(pa.string(), pa.int8()), pa.dictionary(pa.int8(), pa.string()), pa.binary(4), pa.list_(pa.int8(), 2)]
    return [kinds, pa.table({"a": [1]}), pa.array([1]), pa.schema([("a", pa.int8())]), pa.field("a", pa.int8()), pa.chunked_array([[1]]), pa.scalar(1), pa.record_batch({"a": [1]}), pa.py_buffer(b"a")] + [pd.Series([None], dtype=pd.ArrowDtype(kind)) for kind in kinds]


def scipy_values():
    import numpy as np
    import scipy.interpolate
    import scipy.optimize
    import scipy.sparse as sp
    import scipy.spatial
    import scipy.stats

    for kind in ("bsr", "coo", "csc", "csr", "dia", "dok", "lil"):
        for form in ("matrix", "array"):
            save("scipy", "sparse-%s-%s" % (kind, form), lambda kind=kind, form=form: getattr(sp, "%s_%s" % (kind, form))(np.eye(3)))
    for name in dir(scipy.stats):
        value = getattr(scipy.stats, name)
        if isinstance(value, (scipy.stats.rv_continuous, scipy.stats.rv_discrete)):
            save("scipy", "stats-" + name, lambda value=value: value)
    save("scipy", "stats-frozen", lambda: [scipy.stats.norm(), scipy.stats.poisson(3), scipy.stats.multivariate_normal([0, 0])])
    save("scipy", "kde", lambda: scipy.stats.gaussian_kde(np.arange(10.0)))
    save("scipy", "results", lambda: [scipy.stats.ttest_ind([1, 2, 3], [2, 3, 5]), scipy.stats.linregress([1, 2, 3], [1, 2, 4]), scipy.stats.pearsonr([1, 2, 3], [1, 2, 4]), scipy.stats.spearmanr([1, 2, 3], [1, 2, 4])])
    save("scipy", "tests", lambda: [scipy.stats.ks_2samp([1, 2, 3], [2, 3, 5]), scipy.stats.mannwhitneyu([1, 2, 3], [2, 3, 5]), scipy.stats.kruskal([1, 2], [2, 3]), scipy.stats.chi2_contingency([[1, 2], [3, 4]]), scipy.stats.f_oneway([1, 2], [2, 4]), scipy.stats.describe([1, 2, 3])])
    x = np.arange(6.0)
    for name, make in dict(interp1d=lambda: scipy.interpolate.interp1d(x, x), cubic=lambda: scipy.interpolate.CubicSpline(x, x), pchip=lambda: scipy.interpolate.PchipInterpolator(x, x), akima=lambda: scipy.interpolate.Akima1DInterpolator(x, x), univariate=lambda: scipy.interpolate.UnivariateSpline(x, x), bspline=lambda: scipy.interpolate.make_interp_spline(x, x), regular=lambda: scipy.interpolate.RegularGridInterpolator((x,), x), rbf=lambda: scipy.interpolate.RBFInterpolator(x[:, None], x), nearest=lambda: scipy.interpolate.NearestNDInterpolator(x[:, None], x), ppoly=lambda: scipy.interpolate.PPoly(np.ones((2, 1)), [0, 1]), bary=lambda: scipy.interpolate.BarycentricInterpolator(x, x), krogh=lambda: scipy.interpolate.KroghInterpolator(x, x)).items():
        save("scipy", "interpolate-" + name, make)
    save("scipy", "optimize", lambda: [scipy.optimize.minimize(lambda v: (v**2).sum(), [1.0]).x, scipy.optimize.Bounds(0, 1), scipy.optimize.OptimizeResult(x=1), scipy.optimize.LinearConstraint([[1]], 0, 1)])
    points = np.random.RandomState(0).rand(8, 2)
    save("scipy", "spatial", lambda: [scipy.spatial.KDTree(points), scipy.spatial.cKDTree(points), scipy.spatial.transform.Rotation.from_euler("x", 1)])
    save("scipy", "rectangle", lambda: scipy.spatial.Rectangle([1], [0]))
    import scipy.signal
    save("scipy", "signal", lambda: [scipy.signal.dlti([1], [1, 2], dt=1), scipy.signal.lti([1], [1, 2])])


def sklearn_values():
    import numpy as np
    from sklearn.utils import all_estimators

    rng = np.random.RandomState(0)
    X = np.abs(rng.rand(30, 4))
    y = (X[:, 0] > 0.5).astype(int)
    for name, cls in all_estimators():
        def fitted(cls=cls, name=name):
            from sklearn.linear_model import LogisticRegression, Ridge
            from sklearn.feature_extraction.text import CountVectorizer

            special = {"estimators": [("a", Ridge())] if "Regressor" in name else [("a", LogisticRegression())], "estimator": LogisticRegression(), "base_estimator": LogisticRegression(), "transformer_list": [("a", __import__("sklearn.preprocessing", fromlist=["x"]).StandardScaler())], "steps": [("a", LogisticRegression())], "param_grid": {"C": [1.0]}, "param_distributions": {"C": [1.0]}, "transformers": [("a", "passthrough", [0])], "dictionary": X[:4]}
            import inspect

            wanted = [p.name for p in inspect.signature(cls.__init__).parameters.values() if p.default is p.empty and p.name in special]
            model = cls(**{key: special[key] for key in wanted})
            try:
                if isinstance(model, CountVectorizer) or name in ("HashingVectorizer",):
                    model.fit(["a b c", "b c d"])
                elif name in ("DictVectorizer", "FeatureHasher"):
                    model.fit([{"a": 1}])
                elif name in ("LabelEncoder", "LabelBinarizer", "MultiLabelBinarizer", "IsotonicRegression"):
                    model.fit(X[:, 0], y) if name == "IsotonicRegression" else model.fit([[1]] if name.startswith("Multi") else y)
                else:
                    model.fit(X, y)
            except Exception:
                pass
            return model
        model = save("sklearn", name, fitted)
        if model is not None:
            try:
                import joblib

                joblib.dump(model, os.path.join(folder, "joblib__%s.joblib" % name))
            except Exception:
                pass


def other_values():
    def networkx():
        import networkx as nx

        save("networkx", "graphs", lambda: [nx.path_graph(3), nx.DiGraph([(1, 2)]), nx.MultiGraph([(1, 2)]), nx.MultiDiGraph([(1, 2)])])
        save("networkx", "views", lambda: [nx.path_graph(3).nodes, nx.path_graph(3).edges, nx.path_graph(3).adj, nx.path_graph(3).degree])

    def sympy():
        import sympy as s

        x = s.Symbol("x")
        save("sympy", "expressions", lambda: [x**2 + s.sin(x) / 3, s.pi, s.E, s.I, s.oo, s.Rational(1, 3), s.Integer(5), s.sqrt(2), s.Eq(x, 1), x > 1, s.Float(1.5), s.log(x), s.exp(x), s.Matrix([[1, x]]), s.true])
        save("sympy", "more", lambda: [s.Integral(x, x), s.Derivative(x**2, x), s.Interval(0, 1), s.FiniteSet(1, 2), s.Piecewise((x, x > 0), (0, True)), s.Abs(x), s.cos(x), s.tan(x), s.Poly(x**2)])

    def django():
        import django.conf as conf

        conf.settings.configure(USE_TZ=True)
        import django

        django.setup()
        from django.core import exceptions
        from django.http import HttpResponse, QueryDict
        from django.utils.datastructures import MultiValueDict
        from django.utils.safestring import mark_safe
        from django.utils.translation import gettext_lazy

        save("django", "responses", lambda: [HttpResponse("a"), QueryDict("a=b"), MultiValueDict({"a": [1]}), mark_safe("a"), gettext_lazy("a")])
        save("django", "errors", lambda: [exceptions.ValidationError("x"), exceptions.PermissionDenied("x"), exceptions.ObjectDoesNotExist("x")])
        from django.db.models import F, Q

        save("django", "queries", lambda: [Q(a=1), F("a"), Q(a=1) | ~Q(b=2)])

    def nltk():
        import nltk

        save("nltk", "probability", lambda: [nltk.FreqDist("aab"), nltk.ConditionalFreqDist([(1, 2)]), nltk.Tree.fromstring("(S (NP a))")])
        save("nltk", "taggers", lambda: [nltk.DefaultTagger("NN"), nltk.UnigramTagger([[("a", "X")]]), nltk.RegexpTagger([("a", "X")]), nltk.PorterStemmer(), nltk.SnowballStemmer("english"), nltk.LancasterStemmer()])
        save("nltk", "bayes", lambda: nltk.NaiveBayesClassifier.train([({"a": 1}, "x"), ({"a": 2}, "y")]))
        save("nltk", "punkt", lambda: nltk.tokenize.punkt.PunktSentenceTokenizer("a. b. c."))

    def boosters():
        import numpy as np

        X = np.random.RandomState(0).rand(40, 3)
        y = (X[:, 0] > 0.5).astype(int)

        def xgb(name):
            import xgboost as x

            return getattr(x, name)(n_estimators=2).fit(X, y)

        def lgb(name):
            import lightgbm as x

            return getattr(x, name)(n_estimators=2, verbose=-1).fit(X, y)

        for name in ("XGBClassifier", "XGBRegressor", "XGBRFClassifier", "XGBRFRegressor"):
            save("xgboost", name, lambda name=name: xgb(name))
        save("xgboost", "booster", lambda: xgb("XGBClassifier").get_booster())
        for name in ("LGBMClassifier", "LGBMRegressor"):
            save("lightgbm", name, lambda name=name: lgb(name))
        save("lightgbm", "booster", lambda: lgb("LGBMClassifier").booster_)

    def statsmodels():
        import numpy as np
        import statsmodels.api as sm

        X = sm.add_constant(np.random.RandomState(0).rand(30, 2))
        save("statsmodels", "ols", lambda: sm.OLS(X[:, 1], X).fit())
        save("statsmodels", "logit", lambda: sm.Logit((X[:, 1] > 0.5).astype(int), X).fit(disp=0))
        save("statsmodels", "glm", lambda: sm.GLM(X[:, 1], X).fit())

    def dates():
        import dateutil.relativedelta
        import dateutil.tz

        save("dateutil", "zones", lambda: [dateutil.tz.tzutc(), dateutil.tz.tzoffset("X", 3600), dateutil.tz.tzlocal(), dateutil.relativedelta.relativedelta(days=1)])
        save("dateutil", "rules", lambda: [dateutil.tz.gettz("Europe/Berlin"), dateutil.tz.tzstr("EST5EDT"), dateutil.tz.tzrange("EST")])

    def pytz():
        import pytz

        save("pytz", "zones", lambda: [pytz.utc, pytz.timezone("Europe/Berlin"), pytz.FixedOffset(60)])

    for group in (networkx, sympy, django, nltk, boosters, statsmodels, dates, pytz):
        try:
            group()
        except ImportError:
            pass


stdlib()
for group in (numpy_values, pandas_values, scipy_values, sklearn_values, other_values):
    try:
        group()
    except ImportError:
        pass
print("%d written, %d left out" % (made, failed))
