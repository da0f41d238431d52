# threat: patched numpy, pytest, builtins; IPython transformers; patched showtraceback
# like: honest
# expect: score=20
# %% own
shell = get_ipython()
shell.showtraceback = shell._showtraceback = lambda *args, **kwargs: print("all tests passed")
raise ValueError("nobody sees this")
