/* What a route costs and when its van is where. The simple case is kept up to date node by node (change.c); a route
 * with breaks, alternative windows, pick-ups, paid time or a successor is walked through as a whole. */
#include "windows.h"

/* Written once, compiled for no break, one break, more, and all that is rare: most of the search's time is spent here. */
static INLINED int64_t walk(Search *s, int32_t van, const int32_t *sequence, int32_t count, int32_t *finish,
                            const int32_t breaks, const int strict) {
    const Input *in = &s->in;
    int32_t begin = day_begins(s, van), profile = in->profile[van];
    if (count == 0) { *finish = in->after[van] >= 0 ? begin : in->start[van]; return 0; }
    if (count > in->max_stops[van] || count > MAX_STOPS) return INFEASIBLE;

    /* loads: what is delivered is on board at the start */
    int64_t on_board[MAX_LOADS] = {0};
    int32_t stamp = ++s->mark_stamp, halves = 0;
    int64_t cost = in->van_price[van];
    for (int32_t i = 0; i < count; i++) {
        int32_t c = sequence[i];
        for (int32_t d = 0; d < in->loads; d++)
            if (in->pair[c] < 0) on_board[d] += in->delivery[c * in->loads + d];
        if (in->home[c] != -1 && in->home[c] != van) cost += in->stay[c];
    }
    for (int32_t d = 0; d < in->loads; d++) if (on_board[d] > in->capacity[van * in->loads + d]) return INFEASIBLE;

    /* earliest times, per number of breaks taken; which break was taken where is kept for the block below */
    int32_t time[MAX_BREAKS + 1], place = in->start_place[van];
    int64_t driven = 0, metres = 0;
    for (int32_t k = 0; k <= breaks; k++) time[k] = NEVER;
    time[over_before(s, van, sequence[0], breaks, &begin)] = begin;
    for (int32_t i = 0; i <= count; i++) {
        int32_t last = i == count, c = last ? -1 : sequence[i];
        int32_t there = last ? in->end_place[van] : in->place[c];
        int32_t travel = place_time(s, profile, place, there);
        if (travel >= NEVER / 2) return INFEASIBLE;
        s->walk.leg[i] = travel;
        cost += place < 0 || there < 0 ? 0 : place_cost(s, profile, place, there);
        int32_t arrived[MAX_BREAKS + 1], possible = 0;
        uint32_t may = strict ? breaks_with(in, van, on_board, breaks) : ~(uint32_t)0;
        drive(in, van, time, travel, i ? s->walk.from[i - 1] : NULL, i == 1, arrived, s->walk.from[i], breaks, may);
        int32_t serve = last ? 0 : strict ? serving_by(in, van, c, place) : serving(in, c, place);
        if (strict) {
            driven += travel;
            if (in->distance) metres += lookup(in->distance, s, profile, place, there);
            if (driven > in->max_driving[van] || metres > in->max_distance[van]) return INFEASIBLE;
            cost += serve * in->task_price[van];
        }
        for (int32_t k = 0; k <= breaks; k++) {
            time[k] = left_at(in, van, c, serve, arrived[k], k, breaks);
            possible |= time[k] < NEVER;
        }
        if (!possible) return INFEASIBLE;
        if (last) break;
        if (in->pair[c] >= 0) {
            int32_t other = in->pair[c], pickup = in->half[c] == 1;
            if (pickup) { s->mark[c] = stamp; halves++; }
            else if (s->mark[other] != stamp) return INFEASIBLE;
            else halves--;
            for (int32_t d = 0; d < in->loads; d++) {
                on_board[d] += pickup ? in->pickup[c * in->loads + d] : -in->pickup[other * in->loads + d];
                if (on_board[d] > in->capacity[van * in->loads + d]) return INFEASIBLE;
            }
        } else {
            for (int32_t d = 0; d < in->loads; d++) {
                on_board[d] += in->pickup[c * in->loads + d] - in->delivery[c * in->loads + d];
                if (on_board[d] > in->capacity[van * in->loads + d]) return INFEASIBLE;
            }
        }
        place = there;
    }
    if (halves) return INFEASIBLE;
    /* a break that would begin only after the van is back is not due */
    int32_t end = NEVER, taken = -1;
    for (int32_t k = 0; k <= breaks; k++) {
        if (time[k] >= NEVER || time[k] > in->end[van]) continue;
        if (k < breaks && first_due(in, van, k) < time[k]) continue;
        if (time[k] < end) { end = time[k]; taken = k; }
    }
    if (taken < 0) return INFEASIBLE;
    *finish = end;
    for (int32_t i = count, k = taken; i >= 0; i--) { s->walk.used[i] = k; k = s->walk.from[i][k] / 64; }
    return cost;
}

static int64_t earliest_day(Search *s, int32_t van, const int32_t *sequence, int32_t count, int32_t *finish) {
    int32_t breaks = s->breaks_of[van];
    if (s->in.strict) return walk(s, van, sequence, count, finish, breaks, 1);
    if (breaks == 0) return walk(s, van, sequence, count, finish, 0, 0);
    if (breaks == 1) return walk(s, van, sequence, count, finish, 1, 0);
    return walk(s, van, sequence, count, finish, breaks, 0);
}

/* The shortest day with the windows and breaks of the walk before: the van leaves as late as they allow. */
static int64_t shortest_day(const Search *s, int32_t van, const int32_t *sequence, int32_t count) {
    const Input *in = &s->in;
    int32_t clock = day_begins(s, van), place = in->start_place[van];
    int32_t number = over_before(s, van, sequence[0], s->breaks_of[van], &clock);
    Block day = {0, clock, in->end[van]};
    for (int32_t i = 0; i <= count; i++) {
        int32_t code = s->walk.from[i][s->walk.used[i]], before = code / 8 % 8, breaks = before + code % 8;
        int32_t travel = s->walk.leg[i], there = i < count ? in->place[sequence[i]] : -1;
        for (int32_t b = 0; b < breaks; b++, number++) {
            if (b == before) clock += travel;
            Block rest = break_block(in, van, number, &clock);
            day = join(day, b == before ? travel : 0, rest);
        }
        if (breaks <= before) clock += travel;
        Block own = {0, -NEVER, in->end[van]};
        if (i < count) own = stop_block(in, sequence[i], serving_by(in, van, sequence[i], place), &clock);
        day = join(day, breaks > before ? 0 : travel, own);
        place = there;
    }
    return day.lasts;
}

int64_t price_of_hours(const Search *s, int32_t van, int64_t lasts, int64_t back) {
    const Input *in = &s->in;
    if (lasts < 0 || lasts > in->max_duration[van]) return INFEASIBLE;
    int64_t over = back - in->regular_end[van], uneven = in->uneven_price[van];
    return lasts * in->per_second[van] + (uneven ? uneven * lasts * lasts / (2 * (int64_t)in->full[van]) : 0) +
           (over > 0 ? over * in->overtime_price[van] : 0);
}

int64_t sequence_cost(Search *s, int32_t van, const int32_t *sequence, int32_t count, int32_t *finish) {
    const Input *in = &s->in;
    int64_t cost = earliest_day(s, van, sequence, count, finish);
    if (cost == INFEASIBLE || count == 0) return cost;
    int32_t free = in->per_second[van] == 0 && in->uneven_price[van] == 0 && in->max_duration[van] >= NEVER;
    int64_t hours = price_of_hours(s, van, free ? 0 : shortest_day(s, van, sequence, count), *finish);
    return hours == INFEASIBLE ? INFEASIBLE : cost + hours;
}

int32_t copy_route(const Search *s, int32_t van, int32_t *into) {
    int32_t count = 0;
    for (int32_t n = s->node[start_node(s, van)].next; n < s->in.clients; n = s->node[n].next) into[count++] = n;
    return count;
}

/* Recompute a whole route from its links. */
void refresh_route(Search *s, int32_t van) {
    const Input *in = &s->in;
    Route *r = &s->route[van];
    int32_t profile = in->profile[van], previous = start_node(s, van), end = end_node(s, van);
    int64_t old = r->cost, edges = 0;
    r->laid = r->judged = 0;
    r->from = -1;
    int32_t clock = in->start[van];
    memset(r->load, 0, sizeof r->load);
    r->stops = 0;
    s->node[previous].early = clock;
    for (int32_t n = s->node[previous].next;; n = s->node[n].next) {
        int32_t a = s->place_of[previous], b = s->place_of[n];
        s->node[n].leg = place_time(s, profile, a, b);
        clock += s->node[n].leg;
        s->node[previous].onward = place_cost(s, profile, a, b);
        if (r->stops || n < in->clients) edges += s->node[previous].onward;
        s->node[n].van = van;
        if (n >= in->clients) break;
        int32_t begin = s->rich ? due_at(in, n, clock) : (clock > in->window[2 * n] ? clock : in->window[2 * n]);
        clock = (begin >= NEVER ? clock : begin) + in->service[n];
        s->node[n].early = clock;
        for (int32_t d = 0; d < in->loads; d++) r->load[d] += in->delivery[n * in->loads + d];
        r->stops++;
        previous = n;
    }
    s->node[end].early = clock;
    /* exact where the route is plain; with breaks or several windows a bound that never says too early */
    s->node[end].late = in->end[van];
    for (int32_t n = end, p = s->node[end].prev;; n = p, p = s->node[p].prev) {
        if (p >= in->clients) { s->node[p].late = in->end[van]; break; }
        int32_t late = s->node[n].late - place_time(s, profile, s->place_of[p], s->place_of[n]) - in->service[p];
        s->node[p].late = late < s->last_window[p] ? late : s->last_window[p];
    }
    if (!s->rich) {
        r->cost = r->stops ? edges + in->van_price[van] : 0;
        r->finish = clock;
    } else {
        if (s->blocks) r->cost = lay_blocks(s, van, -1, -1);
        else r->cost = sequence_cost(s, van, s->sequence, copy_route(s, van, s->sequence), &r->finish);
        if (r->cost == INFEASIBLE) r->cost = BROKEN;
    }
    s->cost += r->cost - old;
}

void relink(Search *s, int32_t van, const int32_t *sequence, int32_t count) {
    int32_t previous = start_node(s, van);
    s->node[previous].van = van;
    for (int32_t i = 0; i <= count; i++) {
        int32_t n = i < count ? sequence[i] : end_node(s, van);
        s->node[previous].next = n;
        s->node[n].prev = previous;
        s->node[n].van = van;
        previous = n;
    }
    refresh_route(s, van);
}
