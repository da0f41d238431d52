# Displays rich things.
# %% own
from IPython.display import HTML, SVG, Audio, Image, Javascript, Latex, Markdown, clear_output, display
display(HTML("<b>bold</b>"), Markdown("**bold**"), Latex("$x$"), Javascript("1 + 1"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg'/>"))
display({"text/plain": "raw"}, raw=True)
handle = display("first", display_id=True)
handle.update("second")
# %% own
for number in range(20):
    clear_output(wait=True)
    print("\r", number, "of 20", end="", flush=True)
# %% own
%%html
<marquee>hello</marquee>
# %% own
%%javascript
console.log("hello")
# %% own
%%latex
$x$
# %% own
%%capture kept
print("kept")
# %% own
kept.show()
