# threat: output floods, gigantic reprs, millions of figures
# expect: score=0; output~"zzzz"
# %% own
class Big:
    def __repr__(self):
        return "z" * 10**7


Big()
