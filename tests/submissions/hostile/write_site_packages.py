# threat: writing gradebook, cache, autograded notebooks, ~/.jupyter, site-packages
# expect: score=0; output~"refused"
# %% own
import os
import sys

import numpy

import convlab

for folder in (os.path.dirname(numpy.__file__), os.path.dirname(convlab.__file__), *sys.path):
    try:
        with open(os.path.join(folder or "/", "reached.pth"), "x"):
            print("REACHED", folder)
    except OSError:
        print("refused")
