"""make_models.py > ../numpy/models-golden.json: models of lightgbm, xgboost and statsmodels as pickles, and a cache of joblib.Memory.
Needs joblib, lightgbm, numpy, scikit-learn, statsmodels, xgboost."""
import base64, glob, json, os, pickle, sys, tempfile, warnings
warnings.simplefilter('ignore')
import joblib, lightgbm, numpy as np, sklearn, statsmodels, xgboost
import statsmodels.api as sm

X = np.random.default_rng(0).random((20, 3)); y = (X[:, 0] > .5).astype(int)
def packed(data): return base64.b64encode(data).decode()
ols = sm.OLS(X @ [1., 2., 3.], sm.add_constant(X)).fit()
models = {
    'lightgbm': lightgbm.LGBMClassifier(n_estimators=1, verbose=-1, min_child_samples=2).fit(X, y),
    'xgboost': xgboost.XGBClassifier(n_estimators=1).fit(X, y),
    'statsmodels': ols,
}
made = {name: {'data': packed(pickle.dumps(model, 4))} for name, model in models.items()}
made['statsmodels']['params'] = ols.params.tolist()
made['lightgbm']['n_features'] = int(models['lightgbm'].n_features_in_)
folder = tempfile.mkdtemp()
def ramp(n): return np.arange(n) * 1.5
for compress in (False, True):
    cached = joblib.Memory(folder, verbose=0, compress=compress).cache(ramp, ignore=[])
    cached(4 + compress)
files = sorted(glob.glob(folder + '/joblib/**/output.pkl', recursive=True), key=os.path.getmtime)
memory = [packed(open(name, 'rb').read()) for name in files]
versions = {m.__name__: m.__version__ for m in (joblib, lightgbm, np, sklearn, statsmodels, xgboost)}
json.dump({'versions': versions, 'models': made, 'memory': memory}, sys.stdout, indent=0)
