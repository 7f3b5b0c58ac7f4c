/* Ruin by adjacent strings (Christiaens and Vanden Berghe, "Slack Induction by String Removals", 2020): short strings
 * of stops near one another leave several routes, so that the routes get slack in the same place at the same time. */
#include "state.h"

#define SPLIT_STRING 0.5
#define KEEP_ONE_MORE 0.01
/* routes of one or two stops must be able to disappear */
#define SHORTEST_LIMIT 4
/* now and then a whole route goes, so that its van can stay in */
#define WHOLE_ROUTE 0.01
#define LONGEST_WHOLE 30

static void leave(Search *s, int32_t client) {
    s->stood_behind[client] = s->node[client].prev;
    take_out(s, client);
    s->removed[s->removed_count++] = client;
    set_absent(s, client);
    int32_t other = s->in.pair[client];
    if (other >= 0 && s->node[other].van >= 0) leave(s, other);
}

static int32_t movable(const Search *s, int32_t n) {
    return n < s->in.clients && !s->in.fixed[n] && s->node[n].van >= 0;
}

/* Remove `length` stops of the client's route from a string that holds the client; `kept` in its middle stay. */
static void remove_string(Search *s, int32_t client, int32_t length, int32_t kept) {
    int32_t total = length + kept, first = client, before = 0, behind = 0;
    for (int32_t n = s->node[client].prev; movable(s, n) && before < total - 1; n = s->node[n].prev) before++;
    for (int32_t n = s->node[client].next; movable(s, n) && behind < total - 1; n = s->node[n].next) behind++;
    if (before + behind + 1 < total) total = before + behind + 1;
    int32_t low = total - 1 - behind > 0 ? total - 1 - behind : 0, high = before < total - 1 ? before : total - 1;
    int32_t back = low + (int32_t)draw_below(s, (uint32_t)(high - low + 1));
    while (back--) first = s->node[first].prev;
    int32_t gap = -1;
    if (kept > 0 && total > kept + 1) gap = 1 + (int32_t)draw_below(s, (uint32_t)(total - kept - 1));
    int32_t list[256], count = 0;
    for (int32_t i = 0, n = first; i < total && count < 256; i++, n = s->node[n].next)
        if (gap < 0 || i < gap || i >= gap + kept) list[count++] = n;
    for (int32_t i = 0; i < count; i++) if (s->node[list[i]].van >= 0) leave(s, list[i]);
}

void ruin(Search *s, double average_removed, int32_t longest_string) {
    const Input *in = &s->in;
    s->removed_count = 0;
    int32_t placed = in->clients - s->absents;
    if (placed <= 0) return;
    int32_t routes = 0;
    for (int32_t v = 0; v < in->vans && s->average_stops == 0; v++) routes += s->route[v].stops > 0;
    if (s->average_stops == 0) s->average_stops = (double)placed / (routes ? routes : 1);
    double longest = s->average_stops < longest_string ? s->average_stops : longest_string;
    if (longest < SHORTEST_LIMIT) longest = SHORTEST_LIMIT;
    double most = 4.0 * average_removed / (1.0 + longest) - 1.0;
    int32_t strings = (int32_t)(draw_unit(s) * most + 1.0);
    int32_t seed = -1;
    for (int32_t tries = 0; tries < 50; tries++) {
        seed = (int32_t)draw_below(s, (uint32_t)in->clients);
        if (s->node[seed].van >= 0) break;
    }
    int32_t stamp = ++s->mark_stamp, done = 0;
    for (int32_t i = -1; i < s->near && done < strings; i++) {
        int32_t c = i < 0 ? seed : s->neighbours[(int64_t)seed * s->near + i];
        if (c < 0) break;
        if (s->node[c].van < 0 || in->fixed[c]) continue;
        int32_t van = s->node[c].van;
        if (s->van_mark[van] == stamp) continue;
        s->van_mark[van] = stamp;
        done++;
        int32_t stops = s->route[van].stops, limit = stops < longest ? stops : (int32_t)longest;
        int32_t length = (int32_t)(draw_unit(s) * limit + 1.0), kept = 0;
        if (done == 1 && stops <= LONGEST_WHOLE && draw_unit(s) < WHOLE_ROUTE) length = stops;
        if (length > stops) length = stops;
        if (length > 1 && length < stops && draw_unit(s) < SPLIT_STRING) {
            kept = 1;
            while (length + kept < stops && draw_unit(s) < KEEP_ONE_MORE) kept++;
        }
        remove_string(s, c, length, kept);
    }
    settle(s);
}
