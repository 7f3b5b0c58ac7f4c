"""The map page, made once by folium; what is shown on it changes through `console_map.js` alone."""

import json
from dataclasses import asdict

from dispatch_console.domain.values import Coordinate
from dispatch_console.ui.widgets.map_colours import map_colours

SCRIPTS = ("leaflet.js", "protomaps-leaflet.js", "basemap_style.js", "lanes.js", "clusters.js", "console_map.js")
STYLES = ("leaflet.css", "console_map.css")


def page(centre: Coordinate, zoom: int) -> str:
    """Return the whole HTML page."""
    # half a second of imports that only the first map on a screen has to pay
    import folium

    shell = folium.Map(location=[centre.lat, centre.lon], zoom_start=zoom, tiles=None, zoom_control=False)
    shell.default_js = [(name, f"dispatch://map/{name}") for name in SCRIPTS]
    shell.default_css = [(name, f"dispatch://map/{name}") for name in STYLES]
    options = json.dumps({"colours": asdict(map_colours())})
    start = folium.Element(f"consoleMap.start({shell.get_name()}, {options});")
    root = shell.get_root()
    html: str = root.render()
    return html.replace("</html>", f"<script>{start.render()}</script></html>")
