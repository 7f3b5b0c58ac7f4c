/* The search itself: ruin, recreate, accept by simulated annealing, keep the best. Called from library.py. */
#include "windows.h"
#include <time.h>

#ifdef _WIN32
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

#define AVERAGE_REMOVED 10.0
#define LONGEST_STRING 10
#define BLINK 0.01
/* exchanges of tails tried per step: what costs about as much as a fifth of it */
#define TAILS 10
#define RICH_TAILS 100

static double now(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int same_kind(const Input *in, int32_t a, int32_t b) {
    for (int32_t d = 0; d < in->loads; d++)
        if (in->capacity[a * in->loads + d] != in->capacity[b * in->loads + d]) return 0;
    for (int32_t i = 0; i < in->breaks; i++)
        if (in->break_time[a * in->breaks + i] >= 0 || in->break_time[b * in->breaks + i] >= 0) return 0;
    return in->start_place[a] == in->start_place[b] && in->end_place[a] == in->end_place[b] && in->start[a] == in->start[b] &&
           in->end[a] == in->end[b] && in->regular_end[a] == in->regular_end[b] && in->max_duration[a] == in->max_duration[b] &&
           in->max_stops[a] == in->max_stops[b] && in->profile[a] == in->profile[b] && in->after[a] < 0 && in->after[b] < 0 &&
           in->full[a] == in->full[b] && in->closed[a] == in->closed[b] && in->van_price[a] == in->van_price[b] &&
           in->per_second[a] == in->per_second[b] && in->overtime_price[a] == in->overtime_price[b] &&
           in->uneven_price[a] == in->uneven_price[b] && in->skills[a] == in->skills[b] &&
           (!in->strict || (in->kind[a] == in->kind[b] && in->max_driving[a] == in->max_driving[b] &&
                            in->max_distance[a] == in->max_distance[b] && in->task_price[a] == in->task_price[b]));
}

static int same_hours(const Input *in, int32_t a, int32_t b) {
    for (int32_t i = 0; i < in->breaks; i++)
        if (in->break_time[a * in->breaks + i] != in->break_time[b * in->breaks + i]) return 0;
    size_t windows = (size_t)in->breaks * (size_t)in->windows * 2;
    return in->end[a] == in->end[b] && in->profile[a] == in->profile[b] &&
           (!windows || !memcmp(in->break_window + (size_t)a * windows, in->break_window + (size_t)b * windows, windows * sizeof(int32_t)));
}

static int32_t *transposed(const int32_t *table, size_t size, size_t profiles) {
    int32_t *made = malloc(profiles * size * size * sizeof(int32_t));
    for (size_t first = 0; made && first < profiles * size * size; first += size * size)
        for (size_t a = 0; a < size; a++)
            for (size_t b = 0; b < size; b++) made[first + b * size + a] = table[first + a * size + b];
    return made;
}

static int symmetric(const int32_t *table, size_t size, size_t profiles) {
    for (size_t first = 0; first < profiles * size * size; first += size * size)
        for (size_t a = 0; a < size; a++)
            for (size_t b = 0; b < a; b++) if (table[first + a * size + b] != table[first + b * size + a]) return 0;
    return 1;
}

/* Vans that begin or end anywhere have no row; they keep the single look-ups. */
static void make_rows(Search *s) {
    const Input *in = &s->in;
    for (int32_t v = 0; v < in->vans; v++) if (in->start_place[v] < 0 || in->end_place[v] < 0) return;
    size_t places = (size_t)in->places, profiles = (size_t)in->profiles;
    s->time_to = s->time_from = in->time;
    s->cost_to = s->cost_from = in->cost;
    if (!symmetric(in->time, places, profiles)) s->time_to = s->own_time = transposed(in->time, places, profiles);
    if (in->cost == in->time) s->cost_to = s->time_to;
    else if (!symmetric(in->cost, places, profiles)) s->cost_to = s->own_cost = transposed(in->cost, places, profiles);
    if (!s->time_to || !s->cost_to) s->time_to = NULL;
    if (s->rich || !s->time_to) return;
    s->close = malloc((size_t)in->clients * (size_t)s->insert_near * sizeof(Close));
    if (!s->close) return;
    for (int32_t c = 0; c < in->clients; c++)
        for (int32_t i = 0; i < s->insert_near; i++) {
            int32_t n = s->neighbours[(size_t)c * (size_t)s->near + i];
            Close *close = &s->close[(size_t)c * (size_t)s->insert_near + i];
            *close = (Close){n, n < 0 ? 0 : place_time(s, 0, in->place[n], in->place[c]),
                             n < 0 ? 0 : place_time(s, 0, in->place[c], in->place[n])};
        }
}

/* What the drive costs with the working time it takes, on the first van: temperatures are measured by it. */
static double edge_price(const Search *s, int32_t a, int32_t b) {
    double time = place_time(s, 0, a, b), price = s->in.vans ? s->in.per_second[0] + s->in.uneven_price[0] / 2 : 0;
    return place_cost(s, 0, a, b) + price * time;
}

static void look_at_problem(Search *s) {
    const Input *in = &s->in;
    s->rich = in->breaks > 0 || in->windows > 1 || in->profiles > 1 || in->strict;
    s->mixed = in->strict;
    for (int32_t c = 0; c < in->clients; c++) {
        const int32_t *window = windows_of(in, c);
        s->last_window[c] = window[1];
        s->first_window[c] = window[0];
        for (int32_t w = 1; w < in->windows; w++)
            if (window[2 * w] <= window[2 * w + 1] && window[2 * w + 1] > s->last_window[c]) s->last_window[c] = window[2 * w + 1];
        for (int32_t w = 1; w < in->windows; w++)
            if (window[2 * w] <= window[2 * w + 1] && window[2 * w] < s->first_window[c]) s->first_window[c] = window[2 * w];
        if (window[0] > 0 || s->last_window[c] < NEVER) s->windowed = 1;
        if (in->setup[c] || in->pair[c] >= 0 || in->home[c] != -1) s->rich = 1;
        if (in->pair[c] >= 0) s->mixed = 1;
        if (in->home[c] != -1) s->with_homes = 1;
        if (in->price[c] != in->price[0]) s->unlike = 1;
        for (int32_t d = 0; d < in->loads; d++) if (in->pickup[c * in->loads + d]) s->rich = s->mixed = 1;
        if (in->needs[c] || in->only[c] != -1 || in->fixed[c]) s->picky = 1;
        s->place_of[c] = in->place[c];
    }
    for (int32_t v = 0; v < in->vans; v++) { s->successor[v] = -1; s->breaks_of[v] = count_breaks(in, v); }
    for (int32_t v = 0; v < in->vans; v++)
        for (s->hours_of[v] = 0; s->hours_of[v] < v && !same_hours(in, s->hours_of[v], v); s->hours_of[v]++) {}
    for (int32_t v = 0; v < in->vans; v++) {
        s->place_of[start_node(s, v)] = in->start_place[v];
        s->place_of[end_node(s, v)] = in->end_place[v];
        if (in->after[v] >= 0) { s->successor[in->after[v]] = v; s->rich = 1; }
        if (in->max_duration[v] < NEVER || in->per_second[v] || in->uneven_price[v] || in->overtime_price[v] ||
            in->max_stops[v] < in->clients) s->rich = 1;
        if (in->closed[v]) s->picky = 1;
        s->uneven[v] = in->uneven_price[v] ? (double)in->uneven_price[v] / (2.0 * in->full[v]) : 0.0;
        s->type_of[v] = -1;
        for (int32_t t = 0; t < s->types && s->type_of[v] < 0; t++)
            if (same_kind(in, v, s->first_of[t])) s->type_of[v] = t;
        if (s->type_of[v] < 0) { s->type_of[v] = s->types; s->first_of[s->types++] = v; }
    }
    if (in->time && in->places > 0) make_rows(s);
    if (s->rich && !s->mixed) {
        s->block_undo = calloc((size_t)s->nodes, sizeof(Blocks));
        s->places = calloc((size_t)s->nodes, sizeof(Place));
        s->found = calloc((size_t)s->nodes, sizeof(int32_t));
        s->gaps = calloc((size_t)in->vans, sizeof(Gaps));
        s->blocks = s->block_undo && s->places && s->found && s->gaps ? calloc((size_t)s->nodes, sizeof(Blocks)) : NULL;
    }
    double sum = 0;
    int32_t samples = 0, reach = s->near < 10 ? s->near : 10;
    for (int32_t c = 0; c < in->clients; c++)
        for (int32_t i = 0; i < reach && s->neighbours[(int64_t)c * s->near + i] >= 0; i++, samples++)
            sum += edge_price(s, in->place[c], in->place[s->neighbours[(int64_t)c * s->near + i]]);
    s->average_edge = samples ? sum / samples : 1;
}

API void search_free(Search *s) {
    if (!s) return;
    if (s->best) for (int32_t v = 0; v < s->in.vans; v++) free(s->best[v]);
    if (s->gaps) for (int32_t v = 0; v < s->in.vans; v++) free(s->gaps[v].before);
    void *owned[] = {s->place_of, s->neighbours, s->node, s->route, s->absent, s->absent_at, s->node_step, s->route_step,
                     s->node_undo, s->route_undo, s->absent_was, s->best, s->best_length, s->best_room, s->dirty_vans,
                     s->removed, s->stood_behind, s->type_of, s->hours_of, s->successor, s->spare, s->first_of, s->breaks_of, s->first_window, s->last_window, s->mark, s->van_mark, s->own_time, s->own_cost, s->close, s->blocks, s->block_undo, s->places, s->found, s->gaps, s->uneven, s->pending};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
    free(s);
}

static void *room(size_t count, size_t size, int *failed) {
    void *made = calloc(count ? count : 1, size);
    if (!made) *failed = 1;
    return made;
}

/* Returns NULL where memory does not suffice. `near`: neighbours kept for ruin, `insert_near` of them for insertion. */
API Search *search_new(const Input *input, int32_t near, int32_t insert_near, uint64_t seed) {
    int failed = 0;
    Search *s = room(1, sizeof(Search), &failed);
    if (!s) return NULL;
    s->in = *input;
    size_t n = (size_t)input->clients, v = (size_t)input->vans, nodes = n + 2 * v;
    s->nodes = (int32_t)nodes;
    s->near = near;
    s->insert_near = insert_near < near ? insert_near : near;
    s->until_blink = 1 << 30;
    s->barred = -1;
    s->random = seed * 0x9E3779B97F4A7C15ULL + 0x1234567;
    s->place_of = room(nodes, 4, &failed);
    s->neighbours = room(n * (size_t)near, 4, &failed);
    s->node = room(nodes, sizeof(Node), &failed);
    s->route = room(v, sizeof(Route), &failed);
    s->absent = room(n, 4, &failed); s->absent_at = room(n, 4, &failed); s->absent_was = room(n, 4, &failed);
    s->node_step = room(nodes, 4, &failed); s->route_step = room(v, 4, &failed);
    s->node_undo = room(nodes, sizeof(NodeUndo), &failed); s->route_undo = room(v, sizeof(RouteUndo), &failed);
    s->best = room(v, sizeof(int32_t *), &failed);
    s->best_length = room(v, 4, &failed); s->best_room = room(v, 4, &failed); s->dirty_vans = room(v, 4, &failed);
    s->removed = room(n, 4, &failed); s->stood_behind = room(n, 4, &failed); s->pending = room(v, 4, &failed);
    s->type_of = room(v, 4, &failed); s->hours_of = room(v, 4, &failed); s->successor = room(v, 4, &failed); s->spare = room(v, 4, &failed);
    s->first_of = room(v, 4, &failed); s->last_window = room(n, 4, &failed); s->first_window = room(n, 4, &failed); s->breaks_of = room(v, 4, &failed);
    s->uneven = room(v, sizeof(double), &failed);
    s->mark = room(n, 4, &failed); s->van_mark = room(v, 4, &failed);
    if (failed) { search_free(s); return NULL; }
    for (int32_t c = 0; c < input->clients; c++) {
        const int32_t *window = input->window + (int64_t)c * input->windows * 2;
        s->last_window[c] = window[2 * input->windows - 1];
        if (window[0] > 0 || window[1] < NEVER) s->windowed = 1;
    }
    if (!find_neighbours(s)) { search_free(s); return NULL; }
    look_at_problem(s);
    for (int32_t c = 0; c < input->clients; c++) { s->node[c].van = -1; s->absent_at[c] = -1; set_absent(s, c); }
    for (int32_t w = 0; w < input->vans; w++) relink(s, w, NULL, 0);
    s->best_cost = INT64_MAX;
    return s;
}

static void remember_best(Search *s) {
    for (int32_t i = 0; i < s->dirty_count; i++) {
        int32_t v = s->dirty_vans[i];
        s->route[v].dirty = 0;
        if (s->route[v].stops > s->best_room[v]) {
            int32_t wanted = s->route[v].stops + 16;
            int32_t *more = realloc(s->best[v], (size_t)wanted * sizeof(int32_t));
            if (!more) return;
            s->best[v] = more;
            s->best_room[v] = wanted;
        }
        s->best_length[v] = copy_route(s, v, s->best[v]);
    }
    s->dirty_count = 0;
    s->best_cost = s->cost;
}

static void note_dirty(Search *s, int32_t van) {
    if (s->route[van].dirty) return;
    s->route[van].dirty = 1;
    s->dirty_vans[s->dirty_count++] = van;
}

/* Make this the current plan: `sequence` holds the routes one after another, `length` their stops per van. */
API void search_load(Search *s, const int32_t *sequence, const int32_t *length) {
    for (int32_t c = 0; c < s->in.clients; c++) { s->node[c].van = -1; if (s->absent_at[c] < 0) set_absent(s, c); }
    for (int32_t v = 0; v < s->in.vans; v++) {
        for (int32_t i = 0; i < length[v]; i++) unset_absent(s, sequence[i]);
        relink(s, v, sequence, length[v]);
        sequence += length[v];
        note_dirty(s, v);
    }
    for (int32_t v = 0; v < s->in.vans; v++) if (s->in.after[v] >= 0) refresh_route(s, v);
    s->average_stops = 0;
    if (s->cost < s->best_cost) remember_best(s);
}

/* Greedy first plan from what is loaded; every stop that has no place yet is tried. */
API void search_construct(Search *s) {
    begin_step(s);
    s->removed_count = 0;
    recreate(s, 0.0, INFEASIBLE);
    for (int32_t v = 0; v < s->in.vans; v++) note_dirty(s, v);
    s->average_stops = 0;
    if (s->cost < s->best_cost) remember_best(s);
}

/* The highest cost that annealing accepts this time. */
static int64_t most_allowed(Search *s, double temperature) {
    double worse = -temperature * log(draw_unit(s));
    return worse < 1e15 ? s->cost + (int64_t)ceil(worse) - 1 : INFEASIBLE;
}

static void keep_step(Search *s) {
    for (int32_t i = 0; i < s->route_undos; i++) note_dirty(s, s->route_undo[i].van);
    if (s->cost < s->best_cost) remember_best(s);
}

/* Search for `seconds` or `steps` while the temperature falls from `hot` to `cold` (in cost). Returns the steps made. */
API int64_t search_run(Search *s, double seconds, int64_t steps, double hot, double cold) {
    double begin = now(), part = 0;
    double temperature = hot, ratio = hot > 0 && cold > 0 ? log(cold / hot) : 0;
    int64_t made = 0;
    int32_t tails = s->mixed ? 0 : s->rich ? RICH_TAILS : TAILS;
    if (!(seconds > 0)) return 0;
    for (; made < steps; made++) {
        if ((made & 31) == 0) {
            part = (now() - begin) / seconds;
            if (part >= 1.0) break;
            temperature = hot * exp(ratio * part);
            if ((made & 1023) == 0) s->average_stops = 0;
        }
        int64_t most = most_allowed(s, temperature);
        for (int32_t i = 0; i < tails; i++) {
            begin_step(s);
            if (!exchange_tails(s, most)) continue;
            keep_step(s);
            most = most_allowed(s, temperature);
        }
        begin_step(s);
        most = most_allowed(s, temperature);
        ruin(s, AVERAGE_REMOVED, LONGEST_STRING);
        if (!recreate(s, BLINK, most)) { undo_step(s); continue; }
        keep_step(s);
    }
    s->iterations += made;
    return made;
}

/* Go back to the best plan. */
API void search_return(Search *s) {
    int32_t *sequence = malloc((size_t)(s->in.clients + 1) * sizeof(int32_t)), at = 0;
    if (!sequence) return;
    for (int32_t v = 0; v < s->in.vans; v++) {
        memcpy(sequence + at, s->best[v], (size_t)s->best_length[v] * sizeof(int32_t));
        at += s->best_length[v];
    }
    int32_t *length = malloc((size_t)s->in.vans * sizeof(int32_t));
    if (length) {
        memcpy(length, s->best_length, (size_t)s->in.vans * sizeof(int32_t));
        search_load(s, sequence, length);
        for (int32_t i = 0; i < s->dirty_count; i++) s->route[s->dirty_vans[i]].dirty = 0;
        s->dirty_count = 0;
    }
    free(length);
    free(sequence);
}

API int64_t search_last(const Search *s, int32_t *sequence, int32_t *length) {
    for (int32_t v = 0; v < s->in.vans; v++) {
        length[v] = copy_route(s, v, sequence);
        sequence += length[v];
    }
    return s->cost;
}

API int64_t search_best(const Search *s, int32_t *sequence, int32_t *length) {
    for (int32_t v = 0; v < s->in.vans; v++) {
        length[v] = s->best_length[v];
        memcpy(sequence, s->best[v], (size_t)length[v] * sizeof(int32_t));
        sequence += length[v];
    }
    return s->best_cost;
}

/* Euclid table of all places into `table`, by the rounding of the input. */
API void search_table(const Input *in, int32_t *table) {
    for (int32_t a = 0; a < in->places; a++)
        for (int32_t b = 0; b < in->places; b++) table[(int64_t)a * in->places + b] = euclid(in, a, b);
}

/* What a van would pay for this sequence, were it alone; INFEASIBLE where it cannot drive it. */
API int64_t search_route_cost(Search *s, int32_t van, const int32_t *sequence, int32_t count) {
    int32_t finish;
    return sequence_cost(s, van, sequence, count, &finish);
}

API int64_t search_best_cost(const Search *s) { return s->best_cost; }
API int64_t search_current_cost(const Search *s) { return s->cost; }
API double search_average_edge(const Search *s) { return s->average_edge; }
