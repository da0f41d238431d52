# Writes files and reads them back.
# %% own
import os
from pathlib import Path
os.makedirs("out/pictures", exist_ok=True)
Path("out/notes.txt").write_text("mine\n", encoding="utf-8")
with open("out/notes.txt", "a") as file:
    file.write("more\n")
print(Path("out/notes.txt").read_text(), sorted(Path("out").rglob("*")))
# %% own
np.save("kernel.npy", np.eye(3))
np.savez_compressed("many.npz", a=np.eye(3), b=np.arange(4))
np.savetxt("kernel.csv", np.eye(3), delimiter=",")
plt.imsave("out/pictures/eye.png", np.eye(9), cmap="gray")
print(np.load("kernel.npy").shape, np.loadtxt("kernel.csv", delimiter=",").shape)
print(plt.imread("out/pictures/eye.png").shape)
# %% own
os.chdir("out")
os.remove("notes.txt")
