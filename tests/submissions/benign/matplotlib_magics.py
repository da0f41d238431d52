# Sets up Matplotlib in every way that the web suggests.
# %% own
%matplotlib inline
%config InlineBackend.figure_format = "retina"
# %% own
%matplotlib widget
# %% own
import matplotlib
matplotlib.use("Agg")
plt.rcParams["figure.figsize"] = (3, 2)
plt.style.use("ggplot")
plt.switch_backend("Agg")
