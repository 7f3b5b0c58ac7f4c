/* What one more stop costs at one place of a route that has breaks, several windows or paid time; the cheapest such place. */
#include "windows.h"

/* Cost of van's route, and of the later departures of the same van, when its sequence becomes this. */
int64_t changed_cost(Search *s, int32_t van, const int32_t *sequence, int32_t count) {
    int32_t finish, was = s->route[van].finish, stops = s->route[van].stops;
    int64_t cost = sequence_cost(s, van, sequence, count, &finish);
    if (cost == INFEASIBLE) return INFEASIBLE;
    cost -= s->route[van].cost;
    int32_t later = s->successor[van];
    if (later >= 0 && s->route[later].stops && finish != was) {
        int32_t list[MAX_STOPS + 1], length = copy_route(s, later, list);
        s->route[van].finish = finish;
        s->route[van].stops = count;
        int64_t more = changed_cost(s, later, list, length);
        s->route[van].finish = was;
        s->route[van].stops = stops;
        if (more == INFEASIBLE) return INFEASIBLE;
        cost += more;
    }
    return cost;
}

static int64_t rich_delta(Search *s, int32_t van, int32_t client, int32_t after) {
    int32_t list[MAX_STOPS + 2], count = 0;
    if (s->route[van].stops >= MAX_STOPS) return INFEASIBLE;
    if (after >= s->in.clients) list[count++] = client;
    for (int32_t n = s->node[start_node(s, van)].next; n < s->in.clients; n = s->node[n].next) {
        list[count++] = n;
        if (n == after) list[count++] = client;
    }
    return changed_cost(s, van, list, count);
}

/* Whether the stop is in time behind p with the breaks taken so far, and all that follows after it; never too strict. */
static int could_fit(const Search *s, const Blocks *before, const Blocks *behind, int32_t breaks, int32_t c,
                     int32_t there, int32_t serve_onward) {
    for (int32_t k = 0; k <= breaks; k++) {
        if (before->leaves[k] >= NEVER) continue;
        int32_t start = before->leaves[k] + there;
        if (start > s->last_window[c]) continue;
        if (start < s->first_window[c]) start = s->first_window[c];
        for (int32_t more = k; more <= breaks; more++) if (start + serve_onward <= behind->limit[more]) return 1;
    }
    return 0;
}

/* As rich_delta where the windows and breaks of the route can stay as they lie; what they would gain by lying elsewhere
 * shows when the stop is put in. UNKNOWN where they cannot stay: then the route must be walked through. */
static int64_t laid_delta(Search *s, int32_t van, int32_t c, int32_t p, int64_t edges) {
    const Input *in = &s->in;
    Route *r = &s->route[van];
    if (r->cost >= BROKEN || (!r->laid && lay_blocks(s, van, -1, -1) == INFEASIBLE)) return INFEASIBLE;
    if (r->stops >= in->max_stops[van] || r->stops >= MAX_STOPS) return INFEASIBLE;
    int32_t q = s->node[p].next, a = s->place_of[p], b = in->place[c], e = s->place_of[q], profile = in->profile[van];
    int32_t there = place_time(s, profile, a, b), onward = place_time(s, profile, b, e);
    int32_t serve = serving(in, c, a);
    const Blocks *before = &s->blocks[p], *behind = &s->blocks[q];
    /* breaks that are over before it leaves may be due when it leaves for this stop */
    if (p >= in->clients && before->used) return UNKNOWN;
    if (!could_fit(s, before, behind, s->breaks_of[van], c, there, serve + onward)) return INFEASIBLE;
    const int32_t *window = windows_of(in, c);
    int64_t shortest = NEVER, back = 0;
    for (int32_t w = 0; w < in->windows; w++) {
        if (window[2 * w] > window[2 * w + 1]) break;
        Block own = {serve, window[2 * w], window[2 * w + 1]};
        for (int side = 0; side < 2; side++) {
            /* the breaks between the two lie before the new stop, or behind it */
            Block day = join(side ? before->to : before->to_rested, there, own);
            day = join(day, onward, side ? behind->on_rested : behind->on);
            if (day.lasts >= 0 && day.lasts < shortest) { shortest = day.lasts; back = day.early + day.lasts; }
            if (before->to.lasts == before->to_rested.lasts) break;
        }
    }
    if (shortest >= NEVER || shortest > in->max_duration[van] || back > in->end[van])
        return UNKNOWN;
    int32_t later = s->successor[van];
    if (later >= 0 && s->route[later].stops) {
        if (!s->route[later].laid && lay_blocks(s, later, -1, -1) == INFEASIBLE) return INFEASIBLE;
        if (back > s->blocks[end_node(s, later)].to.late) return INFEASIBLE;
    }
    return edges + price_of_hours(s, van, shortest, back) - (r->stops ? price_of_hours(s, van, r->lasts, r->finish) : 0);
}

static int64_t walked_delta(Search *s, int32_t van, int32_t c, int32_t p) {
    int32_t anew = p >= s->in.clients && s->blocks[p].used;
    return anew || fits_between(s, van, c, p, s->node[p].next) ? rich_delta(s, van, c, p) : INFEASIBLE;
}

int may_serve(const Search *s, int32_t van, int32_t c) {
    const Input *in = &s->in;
    return !in->closed[van] && (in->needs[c] & ~in->skills[van]) == 0 && (in->only[c] == -1 || in->only[c] == van);
}

/* When a stop may be served, over all its windows. */
typedef struct { int32_t opens, closes, service; } Served;

static inline Served served_when(const Search *s, int32_t c) {
    return (Served){s->first_window[c], s->last_window[c], s->in.service[c]};
}

/* Whether the stop is in time and all that follows it too, as far as drives and hours say. */
static INLINED int in_time_by(Served served, int32_t early, int32_t late, int32_t there, int32_t onward) {
    int32_t arrive = early + there, start = arrive > served.opens ? arrive : served.opens;
    return (arrive <= served.closes) & (start + served.service + onward <= late);
}

/* What the stop costs behind p at least. The cost of the edges alone is left in `edges`. Given are the drives to and from
 * it and what they cost. */
static INLINED int64_t floor_by(const Search *s, int32_t c, int32_t p, int32_t there, int32_t onward, int64_t road,
                                int64_t *edges) {
    const Input *in = &s->in;
    int32_t van = s->node[p].van, q = s->node[p].next;
    const Route *r = &s->route[van];
    *edges = r->stops ? road - s->node[p].onward : road + in->van_price[van];
    if (in->home[c] != -1 && in->home[c] != van) *edges += in->stay[c];
    /* what it works longer at least: the new drive and service, less what the route waits now */
    int32_t before = s->place_of[p], behind = s->place_of[q];
    int64_t longer = (int64_t)there + onward + serving(in, c, before) - r->waiting;
    /* the next at the same door need not set up any more */
    if (behind == in->place[c] && q < in->clients && before != behind) longer -= in->setup[q];
    if (r->stops) longer -= s->node[q].leg;
    if (longer <= 0) return *edges;
    double uneven = s->uneven[van] * (double)longer * (double)(2 * (int64_t)r->lasts + longer);
    return *edges + longer * in->per_second[van] + (int64_t)uneven;
}

/* The same with what the tables say; INFEASIBLE where hours or a lock forbid it. */
static int64_t floor_after(const Search *s, int32_t c, int32_t p, int64_t *edges) {
    int32_t profile = s->in.profile[s->node[p].van], q = s->node[p].next;
    int32_t a = s->place_of[p], b = s->in.place[c], e = s->place_of[q];
    int32_t there = place_time(s, profile, a, b), onward = place_time(s, profile, b, e);
    if (q < s->in.clients && s->in.fixed[q]) return INFEASIBLE;
    if (!in_time_by(served_when(s, c), s->node[p].early, s->node[q].late, there, onward)) return INFEASIBLE;
    int64_t road = (int64_t)place_cost(s, profile, a, b) + place_cost(s, profile, b, e);
    return floor_by(s, c, p, there, onward, road, edges);
}

static int room_for(const Search *s, int32_t van, int32_t c) {
    const Input *in = &s->in;
    if (s->picky && !may_serve(s, van, c)) return 0;
    for (int32_t d = 0; d < in->loads; d++)
        if (s->route[van].load[d] + in->delivery[c * in->loads + d] > in->capacity[van * in->loads + d]) return 0;
    return 1;
}

void try_rich(Search *s, int32_t c, int32_t p, Position *best) {
    int32_t van = s->node[p].van;
    int64_t edges;
    if (s->route[van].judged) lay_route(s, van);
    if (!room_for(s, van, c) || floor_after(s, c, p, &edges) >= best->delta) return;
    int64_t delta = s->blocks ? laid_delta(s, van, c, p, edges) : rich_delta(s, van, c, p);
    if (delta == UNKNOWN) delta = walked_delta(s, van, c, p);
    if (delta < best->delta) *best = (Position){delta, p};
}

/* Into `s->found` the gaps of the route that are free in time; how many they are. Departures and latest arrivals only grow
 * along a route: what can come into question is one piece of it. */
static int32_t find_gaps(Search *s, const Gaps *gaps, Served served, const int32_t *there, const int32_t *onward) {
    const int32_t *early = gaps->early, *late = gaps->late, *place = gaps->place;
    int32_t first = 0, upto = 0, count = 0, *found = s->found;
    for (int32_t i = 0; i < gaps->count; i++) {
        first += late[i] < served.opens + served.service;
        upto += early[i] <= served.closes;
    }
    /* no branch but the loop's: which gaps fit cannot be foretold */
    for (int32_t i = first; i < upto; i++) {
        found[count] = i;
        count += in_time_by(served, early[i], late[i], there[place[i]], onward[place[i + 1]]);
    }
    return count;
}

/* As collect_route, node by node: where vans begin or end anywhere the tables have no row for it. */
static void collect_singly(Search *s, int32_t c, int32_t van) {
    const Served served = served_when(s, c);
    for (int32_t p = start_node(s, van), end = end_node(s, van), q; p != end; p = q) {
        q = s->node[p].next;
        if (s->node[p].early > served.closes) return;
        if (served.opens + served.service > s->node[q].late || p == s->barred) continue;
        Place *place = &s->places[s->places_count];
        place->floor = floor_after(s, c, p, &place->edges);
        if (place->floor == INFEASIBLE || blinks(s)) continue;
        place->after = p;
        s->places_count++;
    }
}

/* The positions of a route that are free in time, with their floors, into `s->places`. */
void collect_route(Search *s, int32_t c, int32_t van) {
    const Input *in = &s->in;
    if (!room_for(s, van, c)) return;
    if (s->route[van].judged) lay_route(s, van);
    const Gaps *gaps = s->time_to ? gaps_of(s, van) : NULL;
    if (!gaps) { collect_singly(s, c, van); return; }
    size_t row = ((size_t)in->profile[van] * (size_t)in->places + (size_t)in->place[c]) * (size_t)in->places;
    const int32_t *there = s->time_to + row, *onward = s->time_from + row;
    const int32_t *cost_there = s->cost_to + row, *cost_onward = s->cost_from + row;
    int32_t count = find_gaps(s, gaps, served_when(s, c), there, onward);
    for (int32_t i = 0; i < count; i++) {
        int32_t gap = s->found[i], p = gaps->before[gap], q = s->node[p].next;
        int32_t a = gaps->place[gap], e = gaps->place[gap + 1];
        if (p == s->barred || (q < in->clients && in->fixed[q]) || blinks(s)) continue;
        Place *place = &s->places[s->places_count++];
        place->after = p;
        place->floor = floor_by(s, c, p, there[a], onward[e], (int64_t)cost_there[a] + cost_onward[e], &place->edges);
    }
}

/* The cheapest of the collected places: the lowest floor is judged first, and no other once none can be cheaper. Routes
 * are walked through last, when most are ruled out; their places move to the end of the list. */
void choose_place(Search *s, int32_t c, Position *best) {
    int32_t count = s->places_count;
    while (s->places_count) {
        int32_t lowest = 0;
        for (int32_t i = 1; i < s->places_count; i++) if (s->places[i].floor < s->places[lowest].floor) lowest = i;
        Place place = s->places[lowest];
        if (place.floor >= best->delta) break;
        s->places[lowest] = s->places[--s->places_count];
        s->places[s->places_count] = place;
        int64_t delta = laid_delta(s, s->node[place.after].van, c, place.after, place.edges);
        if (delta == UNKNOWN) continue;
        s->places[s->places_count].floor = INFEASIBLE;
        if (delta < best->delta) *best = (Position){delta, place.after};
    }
    for (int32_t i = count - 1; i >= s->places_count; i--) {
        if (s->places[i].floor >= best->delta) continue;
        int64_t delta = walked_delta(s, s->node[s->places[i].after].van, c, s->places[i].after);
        if (delta < best->delta) *best = (Position){delta, s->places[i].after};
    }
    s->places_count = 0;
}
