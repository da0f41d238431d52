# threat: HTML, SVG, Markdown and JavaScript in outputs and in names, for the grader's browser
# expect: score=0; output!~"alert("
# %% own
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display

evil = "<script>alert(1)</script>"
display(HTML(evil), Javascript("alert(1)"), Markdown(evil), Latex(evil))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"))
display({"text/html": evil, "application/javascript": "alert(1)"}, raw=True)
