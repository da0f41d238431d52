# threat: leaving something for the next student
# again: yes
# expect: score=0; output~"left"
# %% own
import os

for folder in ("/tmp", "/dev/shm"):
    if os.path.exists(f"{folder}/left-for-you"):
        print("REACHED", folder)
    with open(f"{folder}/left-for-you", "w") as file:
        file.write("conv2d = None")
print("left")
