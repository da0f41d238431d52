# threat: HTML, SVG, Markdown and JavaScript in outputs and in names, for the grader's browser
# expect: score=0
# %% own
from IPython.display import display

display({"image/png": "<script>alert(1)</script>"}, raw=True)
