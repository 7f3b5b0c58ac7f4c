/* Recreate by greedy insertion with blinks: the cheapest position near a stop's neighbours, a spare van included. */
#include "state.h"

#define SORTED_HERE 200
/* up to so many vans all are looked at: to find out which of them pass near costs more */
#define FEW_VANS 16
/* near a good plan most steps of a rich day put everything back; so often the first stop has to go elsewhere */
#define BARRED 0.4

static int64_t distance_from_start(const Search *s, int32_t c) {
    return place_cost(s, 0, s->in.start_place[0] >= 0 ? s->in.start_place[0] : s->in.place[0], s->in.place[c]);
}

static int64_t order_value(const Search *s, int32_t c, int32_t way) {
    const Input *in = &s->in;
    const int32_t *window = in->window + (int64_t)c * in->windows * 2;
    switch (way) {
        case 0: { /* largest first */
            int64_t sum = 0;
            for (int32_t d = 0; d < in->loads; d++) sum += in->delivery[c * in->loads + d] + in->pickup[c * in->loads + d];
            return -sum;
        }
        case 1: return -distance_from_start(s, c);
        case 2: return distance_from_start(s, c);
        case 3: return (int64_t)window[1] - window[0];
        case 4: return window[0];
        case 6: return -in->price[c];
        default: return -(int64_t)window[1];
    }
}

static void sort_removed(Search *s, int32_t *list, int32_t count) {
    /* weights: random 4, load 4, far 2, close 1, and with windows: narrow 2, early 2, late 2; where not all find a place and
     * some matter more: these first 4 */
    uint32_t ways = s->windowed ? 17 : 11, dice = draw_below(s, ways + (s->unlike && s->absents > s->removed_count ? 4 : 0));
    int32_t way = dice < 4 ? -1 : dice < 8 ? 0 : dice < 10 ? 1 : dice < 11 ? 2 : dice < 13 ? 3 : dice < 15 ? 4 : 5;
    if (dice >= ways) way = 6;
    for (int32_t i = count - 1; i > 0; i--) {
        int32_t j = (int32_t)draw_below(s, (uint32_t)i + 1), t = list[i];
        list[i] = list[j];
        list[j] = t;
    }
    if (way < 0) return;
    if (count > SORTED_HERE) { sort_many(s, list, count, way, order_value); return; }
    int64_t values[SORTED_HERE];
    for (int32_t i = 0; i < count; i++) {
        int32_t c = list[i], j = i;
        int64_t value = order_value(s, c, way);
        for (; j > 0 && values[j - 1] > value; j--) { list[j] = list[j - 1]; values[j] = values[j - 1]; }
        list[j] = c;
        values[j] = value;
    }
}

static void try_after(Search *s, int32_t c, int32_t p, Position *best) {
    const Input *in = &s->in;
    if (s->rich) { try_rich(s, c, p, best); return; }
    int32_t van = s->node[p].van, q = s->node[p].next;
    if (s->picky && (!may_serve(s, van, c) || (q < in->clients && in->fixed[q]))) return;
    const Route *r = &s->route[van];
    for (int32_t d = 0; d < in->loads; d++)
        if (r->load[d] + in->delivery[c * in->loads + d] > in->capacity[van * in->loads + d]) return;
    int32_t a = s->place_of[p], b = in->place[c], e = s->place_of[q], profile = in->profile[van];
    int64_t delta = (int64_t)place_cost(s, profile, a, b) + place_cost(s, profile, b, e);
    if (r->stops) delta -= place_cost(s, profile, a, e);
    else delta += in->van_price[van];
    int32_t arrive = s->node[p].early + place_time(s, profile, a, b);
    if (delta >= best->delta || arrive > in->window[2 * c + 1]) return;
    if (arrive < in->window[2 * c]) arrive = in->window[2 * c];
    if (arrive + in->service[c] + place_time(s, profile, b, e) > s->node[q].late) return;
    *best = (Position){delta, p};
}

/* How many places are looked at before one is passed over. */
static int32_t until_next_blink(Search *s) {
    return s->blink > 0 ? (int32_t)(log(draw_unit(s)) / log(1.0 - s->blink)) : 1 << 30;
}

int blinks(Search *s) {
    if (s->until_blink-- > 0) return 0;
    s->until_blink = until_next_blink(s);
    return 1;
}

/* As try_after where nothing but edges, loads and one window counts: first what the neighbour itself says, then the
 * tables, of which one row serves a whole insertion. */
typedef struct {
    const int32_t *time_to, *time_from, *cost_to, *cost_from;
    int32_t c, opens, closes, service;
} Rows;

static inline void keep_plain(Search *s, const Rows *rows, int32_t p, int32_t start, Position *best) {
    const Node *before = &s->node[p];
    int32_t q = before->next;
    if (start + rows->service + rows->time_from[s->place_of[q]] > s->node[q].late) return;
    int64_t delta = (int64_t)rows->cost_to[s->place_of[p]] + rows->cost_from[s->place_of[q]] - before->onward;
    if (delta >= best->delta) return;
    if (s->picky && (!may_serve(s, before->van, rows->c) || (q < s->in.clients && s->in.fixed[q]))) return;
    best->delta = delta;
    best->after = p;
}

static void try_neighbours(Search *s, int32_t c, Position *best) {
    const Input *in = &s->in;
    size_t row = (size_t)in->place[c] * (size_t)in->places;
    const Rows rows = {s->time_to + row, s->time_from + row, s->cost_to + row, s->cost_from + row, c,
                       in->window[2 * c], in->window[2 * c + 1], in->service[c]};
    const Close *close = s->close + (size_t)c * (size_t)s->insert_near;
    const int32_t *wanted = in->delivery + (size_t)c * (size_t)in->loads;
    for (int32_t i = 0; i < s->insert_near && close[i].client >= 0; i++) {
        int32_t n = close[i].client, van = s->node[n].van, fits = van >= 0;
        for (int32_t d = 0; fits && d < in->loads; d++)
            fits = s->route[van].load[d] + wanted[d] <= in->capacity[van * in->loads + d];
        if (!fits) continue;
        int32_t start = s->node[n].early + close[i].to;
        if (start <= rows.closes && !blinks(s)) {
            if (start < rows.opens) start = rows.opens;
            if (start + rows.service <= s->node[s->node[n].next].late) keep_plain(s, &rows, n, start, best);
        }
        int32_t p = s->node[n].prev;
        start = s->node[p].early;
        if (start > rows.closes || (start > rows.opens ? start : rows.opens) + rows.service + close[i].from > s->node[n].late)
            continue;
        if (blinks(s)) continue;
        start += rows.time_to[s->place_of[p]];
        if (start > rows.closes) continue;
        keep_plain(s, &rows, p, start > rows.opens ? start : rows.opens, best);
    }
}

static void try_spare_vans(Search *s, int32_t c, Position *best) {
    for (int32_t t = 0; t < s->types; t++) {
        int32_t v = s->spare[t];
        if (v >= 0 && s->route[v].stops) {  /* used since: look for the next of its kind */
            for (v = v + 1; v < s->in.vans && (s->type_of[v] != t || s->route[v].stops); v++) {}
            if (v == s->in.vans) for (v = 0; v < s->in.vans && (s->type_of[v] != t || s->route[v].stops); v++) {}
            s->spare[t] = v < s->in.vans ? v : -1;
            v = s->spare[t];
        }
        if (v >= 0 && !blinks(s)) try_after(s, c, start_node(s, v), best);
    }
}

static void try_everywhere(Search *s, int32_t c, Position *best) {
    for (int32_t v = 0; v < s->in.vans; v++)
        for (int32_t n = start_node(s, v); n != end_node(s, v); n = s->node[n].next) try_after(s, c, n, best);
}

static int look_at_route(Search *s, int32_t c, int32_t van, int32_t stamp) {
    if (van < 0 || s->van_mark[van] == stamp) return 0;
    s->van_mark[van] = stamp;
    collect_route(s, c, van);
    return 1;
}

/* All positions of the routes that pass near: with windows and breaks few of a neighbour's own are free in time. */
static void try_routes_near(Search *s, int32_t c, Position *best) {
    const int32_t *near = s->neighbours + (int64_t)c * s->near;
    int32_t stamp = ++s->mark_stamp, looked_at = 0;
    if (s->in.vans <= FEW_VANS) {
        for (int32_t v = 0; v < s->in.vans; v++) if (s->route[v].stops) look_at_route(s, c, v, stamp);
    } else {
        for (int32_t i = 0; i < s->near && near[i] >= 0 && looked_at < s->in.vans; i++)
            looked_at += look_at_route(s, c, s->node[near[i]].van, stamp);
    }
    choose_place(s, c, best);
    for (int32_t v = 0; best->after < 0 && v < s->in.vans; v++) look_at_route(s, c, v, stamp);
    choose_place(s, c, best);
}

static Position best_position(Search *s, int32_t c) {
    Position best = {INT64_MAX, -1};
    const int32_t *near = s->neighbours + (int64_t)c * s->near;
    if (s->close) try_neighbours(s, c, &best);
    else if (s->blocks) try_routes_near(s, c, &best);
    else for (int32_t i = 0; i < s->insert_near && near[i] >= 0; i++) {
        int32_t n = near[i];
        if (s->node[n].van < 0) continue;
        if (!blinks(s)) try_after(s, c, n, &best);
        if (!blinks(s)) try_after(s, c, s->node[n].prev, &best);
    }
    try_spare_vans(s, c, &best);
    if (best.after < 0) try_everywhere(s, c, &best);
    return best;
}

/* Both halves of a shipment at their cheapest places in one van. */
static void insert_pair(Search *s, int32_t pickup, int32_t delivery) {
    int64_t best = INT64_MAX;
    int32_t best_van = -1, best_first = 0, best_second = 0, list[MAX_STOPS + 3], held[MAX_STOPS + 1];
    for (int32_t v = 0; v < s->in.vans; v++) {
        if (!may_serve(s, v, pickup) || !may_serve(s, v, delivery) || s->route[v].stops + 2 > MAX_STOPS) continue;
        int32_t count = copy_route(s, v, held), from = 0;
        while (from < count && s->in.fixed[held[from]]) from++;
        for (int32_t i = from; i <= count; i++)
            for (int32_t j = i; j <= count; j++) {
                int32_t n = 0;
                for (int32_t k = 0; k <= count; k++) {
                    if (k == i) list[n++] = pickup;
                    if (k == j) list[n++] = delivery;
                    if (k < count) list[n++] = held[k];
                }
                if (blinks(s)) continue;
                int64_t delta = changed_cost(s, v, list, n);
                if (delta < best) { best = delta; best_van = v; best_first = i; best_second = j; }
            }
    }
    if (best_van < 0 || best >= s->in.price[pickup] + s->in.price[delivery]) return;
    int32_t count = copy_route(s, best_van, held), after = start_node(s, best_van);
    if (best_first) after = held[best_first - 1];
    put_in(s, pickup, after, 0);
    after = best_second == best_first ? pickup : held[best_second - 1];
    put_in(s, delivery, after, 0);
    unset_absent(s, pickup);
    unset_absent(s, delivery);
    (void)count;
}

int recreate(Search *s, double blink, int64_t most) {
    const Input *in = &s->in;
    if (blink != s->blink) { s->blink = blink; s->until_blink = until_next_blink(s); }
    int32_t count = s->removed_count;
    /* those left out before get another chance, some at a time */
    int32_t others = s->absents - count, tries = others < 10 ? others : 10;
    if (count == 0) tries = others;
    if (tries == others) {
        count = s->absents;
        memcpy(s->removed, s->absent, (size_t)count * sizeof(int32_t));
    } else {
        int32_t stamp = ++s->mark_stamp;
        for (int32_t i = 0; i < count; i++) s->mark[s->removed[i]] = stamp;
        for (int32_t i = 0; i < tries; i++) {
            int32_t c = s->absent[draw_below(s, (uint32_t)s->absents)];
            if (s->mark[c] != stamp) { s->mark[c] = stamp; s->removed[count++] = c; }
        }
    }
    sort_removed(s, s->removed, count);
    for (int32_t t = 0; t < s->types; t++) s->spare[t] = s->first_of[t];
    int64_t waiting = 0;  /* prices of those that have not been tried: they count as if they could be placed for nothing */
    for (int32_t i = 0; i < count; i++) waiting += in->price[s->removed[i]];
    for (int32_t i = 0; i < count; i++) {
        int32_t c = s->removed[i];
        if (s->cost - waiting > most) return 0;
        waiting -= in->price[c];
        if (s->absent_at[c] < 0) continue;
        if (in->pair[c] >= 0) {
            int32_t is_pickup = in->half[c] == 1;
            insert_pair(s, is_pickup ? c : in->pair[c], is_pickup ? in->pair[c] : c);
            continue;
        }
        s->barred = i == 0 && s->blocks && most < INFEASIBLE && draw_unit(s) < BARRED ? s->stood_behind[c] : -1;
        Position best = best_position(s, c);
        s->barred = -1;
        if (best.after < 0 || best.delta >= in->price[c]) continue;
        put_in(s, c, best.after, best.delta);
        unset_absent(s, c);
    }
    if (s->cost > most) return 0;
    for (int32_t i = 0; i < s->route_undos; i++) if (s->route[s->route_undo[i].van].judged) lay_route(s, s->route_undo[i].van);
    return s->cost <= most;
}
