# Turns warnings off, and on, and into errors.
# %% own
import warnings
warnings.filterwarnings("ignore")
warnings.warn("not seen")
# %% own
warnings.simplefilter("error")
np.seterr(all="raise")
# %% own
np.array([1.0]) / 0
