/* What a route keeps of itself so that an insertion can be judged without walking through it: blocks of time from either
 * end, and earliest departures per number of breaks taken; the latest arrivals are in limits.c. After a change only what
 * it reaches is laid anew. */
#include "windows.h"

/* Earliest departures and drives from node `from` on. From `upto` on it ends as soon as a departure and the way to it are
 * what they were. Returns the last node that was looked at, or -1 where the route cannot be driven. */
static INLINED int32_t lay_departures(Search *s, int32_t van, int32_t from, int32_t upto, const int32_t breaks) {
    const Input *in = &s->in;
    int32_t profile = in->profile[van], end = end_node(s, van), passed = 0;
    for (int32_t n = from;; n = s->node[n].next) {
        int32_t p = s->node[n].prev, place = s->place_of[p], there = s->place_of[n], last = n == end;
        int32_t travel = passed ? s->node[n].leg : place_time(s, profile, place, there);
        int32_t serve = last ? 0 : serving(in, n, place);
        Blocks *own = &s->blocks[n];
        if (!passed) {
            s->node[n].leg = travel;
            s->node[p].onward = place_cost(s, profile, place, there);
        }
        if (travel >= NEVER / 2) return -1;
        int32_t arrived[MAX_BREAKS + 1], came[MAX_BREAKS + 1], early = NEVER, same = 1;
        const int32_t *came_before = p < in->clients ? s->blocks[p].came : NULL;
        drive(in, van, s->blocks[p].leaves, travel, came_before, s->node[p].prev >= in->clients, arrived, came, breaks, ~(uint32_t)0);
        for (int32_t k = 0; k <= breaks; k++) {
            int32_t left = left_at(in, van, last ? -1 : n, serve, arrived[k], k, breaks);
            same &= left == own->leaves[k] && came[k] == own->came[k];
            own->leaves[k] = left;
            own->came[k] = came[k];
            if (left < early) early = left;
        }
        if (early >= NEVER) return -1;
        s->node[n].early = early;
        passed |= n == upto;
        if (last || (passed && same)) return n;
    }
}

/* Which number of breaks is taken by when, from the end back. Gives the first and the last node for which anything about
 * that or the departures changed. */
static void choose_breaks(Search *s, int32_t van, int32_t taken, int32_t *first, int32_t *last) {
    int32_t start = start_node(s, van), lowest = *first, highest = -1, before = 0;
    for (int32_t n = end_node(s, van), k = taken; n != start; n = s->node[n].prev) {
        Blocks *own = &s->blocks[n];
        int32_t same = own->used == k;
        if (before && same) break;
        if (highest < 0 && (!same || n == *last)) highest = n;
        if (before) lowest = n;
        before |= n == *first;
        own->used = k;
        k = own->came[k] / 64;
    }
    *first = lowest;
    *last = highest;
}

/* The day up to the node, and up to the one before it with the breaks behind that one; of nodes that `changed` also what
 * they are alone. `day`: that up to the node before, handed on because it costs time to read what was just written. */
static INLINED Block lay_day(Search *s, int32_t van, int32_t n, int32_t changed, Block day) {
    const Input *in = &s->in;
    int32_t p = s->node[n].prev, end = end_node(s, van);
    Blocks *own = &s->blocks[n], *behind = &s->blocks[p];
    int32_t code = own->came[own->used] % 64, before = code / 8, breaks = before + code % 8, travel = s->node[n].leg;
    Block rested = day, alone = own->alone;
    int32_t number = behind->used, clock = behind->leaves[number];
    if (changed) own->rest = (Block){-1, 0, 0};
    for (int32_t b = 0; b < breaks; b++, number++) {
        if (b == before) clock += travel;
        Block rest = break_block(in, van, number, &clock);
        day = join(day, b == before ? travel : 0, rest);
        rested = join(rested, 0, rest);
        if (changed) own->rest = b ? join(own->rest, 0, rest) : rest;
    }
    if (breaks > before) travel = 0;
    behind->to_rested = rested;
    clock += travel;
    if (changed) own->alone = alone = n == end ? (Block){0, -NEVER, in->end[van]} : stop_block(in, n, serving(in, n, s->place_of[p]), &clock);
    return own->to = join(day, travel, alone);
}

/* The day from the nodes on, from `last` back. */
static void lay_rest_of_day(Search *s, int32_t van, int32_t last) {
    int32_t start = start_node(s, van), end = end_node(s, van);
    Block day = {0, 0, 0};
    if (last != end) day = s->blocks[s->node[last].next].on_rested;
    for (int32_t n = last; n != start; n = s->node[n].prev) {
        Blocks *own = &s->blocks[n];
        day = n == end ? own->alone : join(own->alone, s->node[s->node[n].next].leg, day);
        own->on = day;
        if (own->rest.lasts >= 0) day = join(own->rest, 0, day);
        own->on_rested = day;
    }
}

/* What the route costs without its hours, and how long it is busy without breaks. */
static int64_t sums(const Search *s, int32_t van, int64_t *busy) {
    const Input *in = &s->in;
    int64_t cost = in->van_price[van] + s->node[start_node(s, van)].onward;
    *busy = s->node[end_node(s, van)].leg;
    for (int32_t n = s->node[start_node(s, van)].next; n < in->clients; n = s->node[n].next) {
        cost += s->node[n].onward;
        *busy += s->node[n].leg + s->blocks[n].alone.lasts;
        if (in->home[n] != -1 && in->home[n] != van) cost += in->stay[n];
    }
    return cost;
}

static INLINED int64_t lay(Search *s, int32_t van, int32_t from, int32_t upto, const int32_t breaks) {
    const Input *in = &s->in;
    Route *route = &s->route[van];
    int32_t start = start_node(s, van), end = end_node(s, van), clock = day_begins(s, van);
    route->laid = 0;
    route->version = ++s->versions;
    if (route->stops > in->max_stops[van] || route->stops > MAX_STOPS) return INFEASIBLE;
    for (int32_t d = 0; d < in->loads; d++) if (route->load[d] > in->capacity[van * in->loads + d]) return INFEASIBLE;
    Blocks *own = &s->blocks[start];
    /* the departure before may be back at another time than when this was laid */
    s->node[start].early = clock;
    int32_t over = over_before(s, van, s->node[start].next, breaks, &clock);
    if (from < 0 || own->used != over || own->leaves[over] != clock) {
        for (int32_t k = 0; k <= breaks; k++) own->leaves[k] = k == over ? clock : NEVER;
        own->to = own->to_rested = (Block){0, clock, in->end[van]};
        own->used = over;
        from = s->node[start].next;
        upto = end;
    }
    int32_t last = lay_departures(s, van, from, upto, breaks), taken = -1, back = NEVER;
    if (route->stops == 0) {
        /* a van that stays takes no break */
        s->blocks[end].came[0] = 0;
        taken = 0;
        last = end;
    } else if (last < 0) return INFEASIBLE;
    /* a break that would begin only after the van is back is not due */
    for (int32_t k = 0; k <= breaks && route->stops; k++) {
        int32_t then = s->blocks[end].leaves[k];
        if (then >= back || then > in->end[van] || (k < breaks && first_due(in, van, k) < then)) continue;
        back = then;
        taken = k;
    }
    if (taken < 0) return INFEASIBLE;
    lay_limits(s, van, from, upto);
    int32_t first = from;
    choose_breaks(s, van, taken, &first, &last);
    Block day = s->blocks[s->node[first].prev].to;
    for (int32_t n = first, changed = 1; n >= 0; n = n == end ? -1 : s->node[n].next) {
        day = lay_day(s, van, n, changed, day);
        changed &= n != last;
    }
    lay_rest_of_day(s, van, last);
    route->laid = 1;
    route->finish = clock;
    route->lasts = route->waiting = 0;
    if (route->stops == 0) return 0;
    int64_t busy, cost = sums(s, van, &busy), lasts = s->blocks[end].to.lasts;
    for (int32_t b = over; b < taken; b++) busy += in->break_time[van * in->breaks + b];
    route->finish = back;
    route->lasts = (int32_t)lasts;
    route->waiting = (int32_t)(lasts - busy);
    int64_t hours = price_of_hours(s, van, lasts, back);
    if (hours == INFEASIBLE) { route->laid = 0; return INFEASIBLE; }
    return cost + hours;
}

int64_t lay_blocks(Search *s, int32_t van, int32_t from, int32_t upto) {
    int32_t breaks = s->breaks_of[van];
    if (breaks == 0) return lay(s, van, from, upto, 0);
    if (breaks == 1) return lay(s, van, from, upto, 1);
    return lay(s, van, from, upto, breaks);
}

/* Blocks and cost of a route whose links changed. */
void lay_route(Search *s, int32_t van) {
    Route *route = &s->route[van];
    int32_t known = route->laid && route->from >= 0;
    touch_all(s, van);
    int64_t was = route->cost, cost = lay_blocks(s, van, known ? route->from : -1, known ? route->upto : -1);
    route->judged = 0;
    route->from = -1;
    route->cost = cost == INFEASIBLE ? BROKEN : cost;
    s->cost += route->cost - was;
}
