# threat: writing gradebook, cache, autograded notebooks, ~/.jupyter, site-packages
# expect: score=0; output~"refused"
# %% own
import os

home = TARGETS["home"]
for name in (".jupyter/startup.py", ".ipython/profile_default/startup/0.py", ".bashrc", ".profile"):
    try:
        os.makedirs(os.path.dirname(f"{home}/{name}"), exist_ok=True)
        with open(f"{home}/{name}", "a") as file:
            file.write("")
        print("REACHED", name)
    except OSError:
        print("refused")
