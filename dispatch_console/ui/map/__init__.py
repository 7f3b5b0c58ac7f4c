"""The street map on the screens: one folium page on a scheme of our own, fed through a small JavaScript API."""
