# threat: submitted numpy.py, conftest.py, sitecustomize.py, pytest.ini, .pth beside the notebook
# like: honest
# expect: score=20
# %% own
for name in ("numpy", "conftest", "sitecustomize", "usercustomize", "pytest", "wire", "json"):
    with open(f"{name}.py", "w") as file:
        file.write("print('REACHED', __name__)\nraise SystemExit\n")
with open("pytest.ini", "w") as file:
    file.write("[pytest]\naddopts = -k nothing\n")
