# Writes a module into a file and imports it.
# %% own
%%writefile helpers.py
def twice(x):
    return 2 * x
# %% own
import helpers
%run helpers.py
print(helpers.twice(2), twice(3))
# %% own
%load_ext autoreload
%autoreload 2
