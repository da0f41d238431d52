# threat: leaving something for the next student
# again: yes
# expect: score=0
# %% own
import json
import sys

import numpy as np

if hasattr(np, "left_for_you"):
    print("REACHED")
np.left_for_you = True
np.asarray = np.zeros = json.dumps = None
sys.modules["math"] = None
