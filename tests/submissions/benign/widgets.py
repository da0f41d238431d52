# Has a slider, as the lectures do.
# %% own
import ipywidgets as widgets
from ipywidgets import interact


@interact(k=(1, 7, 2))
def look(k=3):
    plt.imshow(np.ones((k, k)))


widgets.IntSlider(value=3)
