# threat: writing gradebook, cache, autograded notebooks, ~/.jupyter, site-packages
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
for path in TARGETS["files"]:
    try:
        with open(path, "a") as file:
            file.write("20 points for me")
        print("REACHED", path)
    except OSError:
        print("refused")
