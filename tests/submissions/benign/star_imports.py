# Imports everything, and so shadows some names.
# %% own
from math import *
from matplotlib.pyplot import *
from random import *
# %% own
list = [1, 2]
str = "x"
sum = 3
del list, str, sum
sin(pi)
