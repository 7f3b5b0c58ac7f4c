/* What a route costs and when its van is where. The simple case is kept up to date node by node (change.c); a route
 * with breaks, alternative windows, pick-ups, paid time or a successor is walked through as a whole. */
#include "state.h"

static int32_t due_at(const Input *in, int32_t client, int32_t arrive) {
    /* start of service, or NEVER: the first window that is not over */
    const int32_t *window = in->window + (int64_t)client * in->windows * 2;
    int32_t best = NEVER;
    for (int32_t w = 0; w < in->windows; w++) {
        if (window[2 * w] > window[2 * w + 1] || arrive > window[2 * w + 1]) continue;
        int32_t begin = arrive > window[2 * w] ? arrive : window[2 * w];
        if (begin < best) best = begin;
    }
    return best;
}

static int32_t window_end(const Input *in, int32_t client, int32_t begin) {
    const int32_t *window = in->window + (int64_t)client * in->windows * 2;
    int32_t end = begin;
    for (int32_t w = 0; w < in->windows; w++)
        if (window[2 * w] <= begin && begin <= window[2 * w + 1] && window[2 * w + 1] > end) end = window[2 * w + 1];
    return end;
}

static int32_t break_at(const Input *in, int32_t van, int32_t number, int32_t now) {
    /* earliest start of a break at or after now, or NEVER; a break has `windows` alternatives like a client */
    const int32_t *window = in->break_window + ((int64_t)van * in->breaks + number) * in->windows * 2;
    int32_t best = NEVER;
    for (int32_t w = 0; w < in->windows; w++) {
        if (window[2 * w] > window[2 * w + 1] || now > window[2 * w + 1]) continue;
        int32_t begin = now > window[2 * w] ? now : window[2 * w];
        if (begin < best) best = begin;
    }
    return best;
}

static int32_t break_window_end(const Input *in, int32_t van, int32_t number, int32_t begin) {
    const int32_t *window = in->break_window + ((int64_t)van * in->breaks + number) * in->windows * 2;
    int32_t end = begin;
    for (int32_t w = 0; w < in->windows; w++)
        if (window[2 * w] <= begin && begin <= window[2 * w + 1] && window[2 * w + 1] > end) end = window[2 * w + 1];
    return end;
}

static int32_t breaks_of(const Input *in, int32_t van) {
    int32_t breaks = in->breaks;
    while (breaks > 0 && in->break_time[van * in->breaks + breaks - 1] < 0) breaks--;
    return breaks;
}

static int32_t first_due(const Input *in, int32_t van, int32_t number) {
    const int32_t *window = in->break_window + ((int64_t)van * in->breaks + number) * in->windows * 2;
    int32_t first = NEVER;
    for (int32_t w = 0; w < in->windows; w++)
        if (window[2 * w] <= window[2 * w + 1] && window[2 * w] < first) first = window[2 * w];
    return first;
}

/* Two blocks with a drive between them; `lasts` is -1 where the second would be too late. */
Block join(Block a, int32_t travel, Block b) {
    int64_t arrive = a.lasts + travel;
    if (a.lasts < 0 || b.lasts < 0 || a.early + arrive > b.late) return (Block){-1, 0, 0};
    int64_t wait = b.early - arrive - a.late;
    if (wait < 0) wait = 0;
    int64_t early = b.early - arrive > a.early ? b.early - arrive : a.early;
    int64_t late = b.late - arrive < a.late ? b.late - arrive : a.late;
    return (Block){arrive + wait + b.lasts, early - wait, late};
}

/* How the earliest day came about: breaks before and after each drive, per number of breaks taken. */
static _Thread_local int32_t from[MAX_STOPS + 2][MAX_BREAKS + 1], used[MAX_STOPS + 2];
static _Thread_local int32_t left_at[MAX_STOPS + 2][MAX_BREAKS + 1];

static inline void append(Block *b, int32_t travel, int32_t open, int32_t close, int32_t service) {
    int64_t arrive = b->lasts + travel;
    int64_t wait = open - arrive - b->late;
    if (wait < 0) wait = 0;
    int64_t early = open - arrive;
    if (early < b->early) early = b->early;
    b->early = early - wait;
    int64_t late = close - arrive;
    if (late < b->late) b->late = late;
    b->lasts = arrive + wait + service;
}

int64_t sequence_cost(Search *s, int32_t van, const int32_t *sequence, int32_t count, int32_t *finish) {
    const Input *in = &s->in;
    int32_t begin = in->start[van], profile = in->profile[van];
    s->waited = 0;
    if (in->after[van] >= 0 && s->route[in->after[van]].stops > 0 && s->route[in->after[van]].finish > begin)
        begin = s->route[in->after[van]].finish;
    if (count == 0) { *finish = in->after[van] >= 0 ? begin : in->start[van]; return 0; }
    if (count > in->max_stops[van] || count > MAX_STOPS) return INFEASIBLE;
    int32_t breaks = breaks_of(in, van);

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
    for (int32_t k = 0; k <= breaks; k++) time[k] = NEVER;
    time[0] = begin;
    for (int32_t i = 0; i <= count; i++) {
        int32_t last = i == count, c = last ? -1 : sequence[i];
        int32_t there = last ? in->end_place[van] : in->place[c];
        int32_t travel = place_time(s, profile, place, there);
        if (travel >= NEVER / 2) return INFEASIBLE;
        cost += place < 0 || there < 0 ? 0 : place_cost(s, profile, place, there);
        int32_t arrived[MAX_BREAKS + 1], came[MAX_BREAKS + 1];
        for (int32_t k = 0; k <= breaks; k++) { arrived[k] = NEVER; came[k] = 0; }
        for (int32_t k = 0; k <= breaks; k++) {
            int32_t now = time[k];
            if (now >= NEVER) continue;
            /* any number of further breaks before the drive, and on arrival; code: before * 8 + after */
            for (int32_t before = 0; k + before <= breaks; before++) {
                if (before) {
                    now = break_at(in, van, k + before - 1, now);
                    if (now >= NEVER) break;
                    now += in->break_time[van * in->breaks + k + before - 1];
                }
                int32_t then = now + travel;
                for (int32_t after = 0; k + before + after <= breaks; after++) {
                    if (after) {
                        then = break_at(in, van, k + before + after - 1, then);
                        if (then >= NEVER) break;
                        then += in->break_time[van * in->breaks + k + before + after - 1];
                    }
                    int32_t done = k + before + after;
                    if (then < arrived[done]) { arrived[done] = then; came[done] = k * 64 + before * 8 + after; }
                }
            }
        }
        int32_t possible = 0;
        int32_t serve = last ? 0 : in->service[c] + (place == there ? 0 : in->setup[c]);
        for (int32_t k = 0; k <= breaks; k++) {
            from[i][k] = came[k];
            left_at[i][k] = time[k] = NEVER;
            if (arrived[k] >= NEVER) continue;
            int32_t start = last ? arrived[k] : due_at(in, c, arrived[k]);
            if (start >= NEVER) continue;
            left_at[i][k] = time[k] = start + serve;
            possible = 1;
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
    int64_t over = end - (int64_t)in->regular_end[van];
    if (over > 0) cost += over * in->overtime_price[van];
    if (in->per_second[van] == 0 && in->unfair_price[van] == 0 && in->max_duration[van] >= NEVER && !s->laying) return cost;

    /* the shortest day with the same windows and breaks: leave as late as that allows */
    int32_t k = taken;
    for (int32_t i = count; i >= 0; i--) { used[i] = k; k = from[i][k] / 64; }
    Block day = {0, begin, in->end[van]};
    place = in->start_place[van];
    int32_t clock = begin, number = 0;
    int64_t busy = 0;
    for (int32_t i = 0; i <= count; i++) {
        int32_t last = i == count, c = last ? -1 : sequence[i];
        int32_t there = last ? in->end_place[van] : in->place[c];
        int32_t code = from[i][used[i]], before = code / 8 % 8, after = code % 8;
        for (int32_t b = 0; b < before; b++, number++) {
            clock = break_at(in, van, number, clock);
            append(&day, 0, clock < begin ? begin : clock, break_window_end(in, van, number, clock), in->break_time[van * in->breaks + number]);
            clock += in->break_time[van * in->breaks + number];
        }
        int32_t travel = place_time(s, profile, place, there);
        clock += travel;
        busy += travel;
        for (int32_t b = 0; b < after; b++, number++) {
            clock = break_at(in, van, number, clock);
            append(&day, travel, clock, break_window_end(in, van, number, clock), in->break_time[van * in->breaks + number]);
            clock += in->break_time[van * in->breaks + number];
            travel = 0;
        }
        if (last) append(&day, travel, 0, in->end[van], 0);
        else {
            int32_t serve = in->service[c] + (place == there ? 0 : in->setup[c]);
            clock = due_at(in, c, clock);
            int32_t close = window_end(in, c, clock), open = 0;
            const int32_t *window = in->window + (int64_t)c * in->windows * 2;
            for (int32_t w = 0; w < in->windows; w++)
                if (window[2 * w + 1] == close && window[2 * w] <= clock) open = window[2 * w];
            append(&day, travel, open, close, serve);
            busy += serve;
            clock += serve;
        }
        place = there;
    }
    if (day.lasts > in->max_duration[van]) return INFEASIBLE;
    s->waited = (int32_t)(day.lasts - busy);
    cost += day.lasts * in->per_second[van];
    if (day.lasts > in->fair[van]) cost += (day.lasts - in->fair[van]) * in->unfair_price[van];
    return cost;
}

/* Breaks `number` .. `number + count - 1` from `now` on, as early as they go; NEVER where one is too late. */
static int32_t rest_from(const Input *in, int32_t van, int32_t number, int32_t count, int32_t now) {
    for (int32_t b = number; b < number + count && now < NEVER; b++) {
        now = break_at(in, van, b, now);
        if (now < NEVER) now += in->break_time[van * in->breaks + b];
    }
    return now;
}

/* The latest moment at or before `by` in one of the windows, or -NEVER. */
static int32_t latest_in(const int32_t *window, int32_t windows, int32_t by) {
    int32_t best = -NEVER;
    for (int32_t w = 0; w < windows; w++) {
        int32_t moment = by < window[2 * w + 1] ? by : window[2 * w + 1];
        if (moment >= window[2 * w] && moment > best) best = moment;
    }
    return best;
}

/* The latest start of these breaks so that they are over at `by`; -NEVER where there is none. */
static int32_t rest_until(const Input *in, int32_t van, int32_t number, int32_t count, int32_t by) {
    for (int32_t b = number + count - 1; b >= number && by > -NEVER; b--)
        by = latest_in(in->break_window + ((int64_t)van * in->breaks + b) * in->windows * 2, in->windows,
                       by - in->break_time[van * in->breaks + b]);
    return by;
}

/* Latest arrivals backwards over the route, for every number of breaks taken before. */
static void lay_limits(Search *s, int32_t van, int32_t count) {
    const Input *in = &s->in;
    int32_t breaks = breaks_of(in, van), end = end_node(s, van), profile = in->profile[van], next = end;
    for (int32_t k = 0; k <= breaks; k++) {
        int32_t best = -NEVER;
        for (int32_t more = 0; k + more <= breaks; more++) {
            int32_t by = in->end[van];
            if (k + more < breaks && first_due(in, van, k + more) < by) by = first_due(in, van, k + more);
            by = rest_until(in, van, k, more, by);
            if (by > best) best = by;
        }
        s->blocks[end].limit[k] = best;
    }
    for (int32_t i = count - 1; i >= 0; i--) {
        int32_t c = s->sequence[i], place = in->place[c];
        int32_t came = i ? in->place[s->sequence[i - 1]] : in->start_place[van];
        int32_t serve = in->service[c] + (came == place ? 0 : in->setup[c]);
        int32_t travel = place_time(s, profile, place, s->place_of[next]);
        for (int32_t k = 0; k <= breaks; k++) {
            int32_t best = -NEVER;
            for (int32_t door = 0; k + door <= breaks; door++)
                for (int32_t behind = 0; k + door + behind <= breaks; behind++) {
                    int32_t by = s->blocks[next].limit[k + door + behind];
                    if (by <= -NEVER) continue;
                    by = rest_until(in, van, k + door, behind, by - travel);
                    if (by <= -NEVER) continue;
                    by = latest_in(in->window + (int64_t)c * in->windows * 2, in->windows, by - serve);
                    if (by <= -NEVER) continue;
                    by = rest_until(in, van, k, door, by);
                    if (by > best) best = by;
                }
            s->blocks[c].limit[k] = best;
        }
        next = c;
    }
}

/* Whether a client between two nodes leaves everything in time, wherever the breaks then lie; exact. */
int fits_between(Search *s, int32_t van, int32_t client, int32_t before, int32_t behind) {
    const Input *in = &s->in;
    int32_t breaks = breaks_of(in, van), profile = in->profile[van], place = in->place[client];
    int32_t there = place_time(s, profile, s->place_of[before], place);
    int32_t onward = place_time(s, profile, place, s->place_of[behind]);
    int32_t serve = in->service[client] + (s->place_of[before] == place ? 0 : in->setup[client]);
    for (int32_t k = 0; k <= breaks; k++) {
        if (s->blocks[before].leaves[k] >= NEVER) continue;
        for (int32_t b = 0; k + b <= breaks; b++) {
            int32_t way = rest_from(in, van, k, b, s->blocks[before].leaves[k]);
            if (way >= NEVER) break;
            for (int32_t d = 0; k + b + d <= breaks; d++) {
                int32_t start = rest_from(in, van, k + b, d, way + there);
                if (start >= NEVER) break;
                start = due_at(in, client, start);
                if (start >= NEVER) break;
                for (int32_t e = 0; k + b + d + e <= breaks; e++) {
                    int32_t leave = rest_from(in, van, k + b + d, e, start + serve);
                    if (leave >= NEVER) break;
                    if (leave + onward <= s->blocks[behind].limit[k + b + d + e]) return 1;
                }
            }
        }
    }
    return 0;
}

/* Blocks of all nodes of a route that can be driven; its cost, or INFEASIBLE where it cannot. */
int64_t lay_blocks(Search *s, int32_t van) {
    const Input *in = &s->in;
    int32_t count = copy_route(s, van, s->sequence), finish, clock = in->start[van], number = 0;
    int32_t start = start_node(s, van), end = end_node(s, van), profile = in->profile[van];
    s->laying = 1;
    int64_t cost = sequence_cost(s, van, s->sequence, count, &finish);
    s->laying = 0;
    s->route[van].laid = 0;
    s->route[van].finish = finish;
    if (cost == INFEASIBLE) return INFEASIBLE;
    if (in->after[van] >= 0 && s->route[in->after[van]].stops > 0 && s->route[in->after[van]].finish > clock)
        clock = s->route[in->after[van]].finish;
    int32_t breaks_all = breaks_of(in, van);
    for (int32_t k = 0; k <= breaks_all; k++) s->blocks[start].leaves[k] = k ? NEVER : clock;
    for (int32_t i = 0; i < count; i++)
        for (int32_t k = 0; k <= breaks_all; k++) s->blocks[s->sequence[i]].leaves[k] = left_at[i][k];
    lay_limits(s, van, count);
    static _Thread_local Block own[MAX_STOPS + 2], rest[MAX_STOPS + 2];
    Block day = {0, clock, in->end[van]};
    s->blocks[start].to = day;
    int32_t previous = start, place = in->start_place[van];
    for (int32_t i = 0; i <= count; i++) {
        int32_t last = i == count, node = last ? end : s->sequence[i], there = s->place_of[node];
        int32_t code = count ? from[i][used[i]] : 0, breaks = code / 8 % 8 + code % 8, before = code / 8 % 8;
        int32_t travel = place_time(s, profile, place, there);
        rest[i] = (Block){-1, 0, 0};
        Block rested = day;
        for (int32_t b = 0; b < breaks; b++, number++) {
            if (b == before) clock += travel;
            clock = break_at(in, van, number, clock);
            Block one = {in->break_time[van * in->breaks + number], clock, break_window_end(in, van, number, clock)};
            rest[i] = b ? join(rest[i], 0, one) : one;
            rested = join(rested, 0, one);
            clock += in->break_time[van * in->breaks + number];
        }
        if (breaks <= before) clock += travel;
        s->blocks[previous].to_rested = rested;
        if (last) own[i] = (Block){0, -NEVER, in->end[van]};
        else {
            int32_t serve = in->service[node] + (place == there ? 0 : in->setup[node]);
            clock = due_at(in, node, clock);
            int32_t close = window_end(in, node, clock), open = -NEVER;
            const int32_t *window = in->window + (int64_t)node * in->windows * 2;
            for (int32_t w = 0; w < in->windows; w++)
                if (window[2 * w + 1] == close && window[2 * w] <= clock) open = window[2 * w];
            own[i] = (Block){serve, open, close};
            clock += serve;
        }
        day = join(rested, travel, own[i]);
        s->blocks[node].to = day;
        previous = node;
        place = there;
    }
    Block on = own[count];
    for (int32_t i = count; i >= 0; i--) {
        int32_t node = i == count ? end : s->sequence[i];
        if (i < count) {
            int32_t next = i + 1 == count ? end : s->sequence[i + 1];
            on = join(own[i], place_time(s, profile, s->place_of[node], s->place_of[next]), s->blocks[next].on_rested);
        }
        s->blocks[node].on = on;
        s->blocks[node].on_rested = rest[i].lasts < 0 ? on : join(rest[i], 0, on);
    }
    s->route[van].laid = 1;
    return cost;
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
    r->laid = 0;
    int32_t clock = in->start[van];
    memset(r->load, 0, sizeof r->load);
    r->stops = 0;
    s->node[previous].early = clock;
    for (int32_t n = s->node[previous].next;; n = s->node[n].next) {
        int32_t a = s->place_of[previous], b = s->place_of[n];
        clock += place_time(s, profile, a, b);
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
        int32_t count = copy_route(s, van, s->sequence);
        if (s->blocks) r->cost = lay_blocks(s, van);
        else r->cost = sequence_cost(s, van, s->sequence, count, &r->finish);
        r->waiting = s->waited;
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
