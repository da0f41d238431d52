# threat: output floods, gigantic reprs, millions of figures
# expect: score=0
# %% own
from IPython.display import display

for number in range(100000):
    display(number)
