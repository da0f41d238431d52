# threat: output floods, gigantic reprs, millions of figures
# expect: score=0
# %% own
import matplotlib.pyplot as plt

for number in range(60):
    plt.figure(figsize=(0.2, 0.2))
