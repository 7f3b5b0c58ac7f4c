/* The gaps between the nodes of a route, as arrays, made when they are wanted and kept while the route stays as it is. */
#include "state.h"

static int make_room(Gaps *gaps, int32_t wanted) {
    if (gaps->room >= wanted) return 1;
    int32_t room = wanted + 16, *made = realloc(gaps->before, (4 * (size_t)room + 1) * sizeof(int32_t));
    if (!made) return 0;
    *gaps = (Gaps){0, room, 0, made, made + room, made + 2 * room, made + 3 * room};
    return 1;
}

/* NULL where memory does not suffice. */
const Gaps *gaps_of(Search *s, int32_t van) {
    Gaps *gaps = &s->gaps[van];
    const Route *route = &s->route[van];
    if (gaps->version == route->version) return gaps;
    if (!make_room(gaps, route->stops + 1)) return NULL;
    int32_t count = 0;
    for (int32_t p = start_node(s, van), end = end_node(s, van), q; p != end; p = q, count++) {
        q = s->node[p].next;
        gaps->before[count] = p;
        gaps->early[count] = s->node[p].early;
        gaps->late[count] = s->node[q].late;
        gaps->place[count] = s->place_of[p];
    }
    gaps->place[count] = s->place_of[end_node(s, van)];
    gaps->count = count;
    gaps->version = route->version;
    return gaps;
}
