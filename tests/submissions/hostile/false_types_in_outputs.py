# threat: HTML, SVG, Markdown and JavaScript in outputs and in names, for the grader's browser
# expect: score=0
# %% own
from IPython.display import display


class Odd(str):
    def __len__(self):
        return 0


display({"text/plain": Odd("x" * 10**6), 5: [5], "image/png": {"a": 1}}, raw=True)
