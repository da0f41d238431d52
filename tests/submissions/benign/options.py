# Changes how numbers and pictures look.
# %% own
np.set_printoptions(precision=2, suppress=True, linewidth=200, threshold=np.inf)
plt.rcParams.update({"image.cmap": "gray", "figure.dpi": 72})
%precision 3
np.random.rand(40, 40)
# %% own
from decimal import getcontext
getcontext().prec = 50
%xmode Verbose
%colors Linux
1 / 0
