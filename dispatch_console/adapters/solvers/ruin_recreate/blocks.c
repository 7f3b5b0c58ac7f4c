/* What a route keeps of itself so that an insertion can be judged without walking through it: blocks of time from either
 * end, earliest departures and latest arrivals per number of breaks taken. */
#include "windows.h"

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
        by = latest_in(break_windows(in, van, b), in->windows, by - in->break_time[van * in->breaks + b]);
    return by;
}

/* Latest arrivals backwards over the route, for every number of breaks taken before. */
static void lay_limits(Search *s, int32_t van, int32_t count) {
    const Input *in = &s->in;
    int32_t breaks = s->breaks_of[van], end = end_node(s, van), next = end;
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
        int32_t travel = s->walk.leg[i + 1];
        for (int32_t k = 0; k <= breaks; k++) {
            int32_t best = -NEVER;
            for (int32_t door = 0; k + door <= breaks; door++)
                for (int32_t behind = 0; k + door + behind <= breaks; behind++) {
                    int32_t by = s->blocks[next].limit[k + door + behind];
                    if (by <= -NEVER) continue;
                    by = rest_until(in, van, k + door, behind, by - travel);
                    if (by <= -NEVER) continue;
                    by = latest_in(windows_of(in, c), in->windows, by - serve);
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
    int32_t breaks = s->breaks_of[van], profile = in->profile[van], place = in->place[client];
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

/* Earliest departures and latest arrivals of the nodes, whatever breaks were taken: what most positions fail by. */
static void lay_bounds(Search *s, int32_t van) {
    int32_t breaks = s->breaks_of[van];
    for (int32_t n = start_node(s, van), next, end = end_node(s, van); n != end; n = next) {
        next = s->node[n].next;
        int32_t early = NEVER, late = -NEVER;
        for (int32_t k = 0; k <= breaks; k++) {
            if (s->blocks[n].leaves[k] < early) early = s->blocks[n].leaves[k];
            if (s->blocks[next].limit[k] > late) late = s->blocks[next].limit[k];
        }
        s->node[n].early = early;
        s->node[next].late = late;
    }
}

/* Blocks of all nodes of a route that can be driven; its cost, or INFEASIBLE where it cannot. */
int64_t lay_blocks(Search *s, int32_t van) {
    const Input *in = &s->in;
    Route *route = &s->route[van];
    int32_t count = copy_route(s, van, s->sequence), clock = day_begins(s, van), number = 0;
    int32_t start = start_node(s, van), end = end_node(s, van);
    route->laid = 0;
    int64_t cost = earliest_day(s, van, s->sequence, count, &route->finish);
    if (cost == INFEASIBLE) return INFEASIBLE;
    int32_t breaks_all = s->breaks_of[van];
    for (int32_t k = 0; k <= breaks_all; k++) s->blocks[start].leaves[k] = k ? NEVER : clock;
    for (int32_t i = 0; i < count; i++)
        for (int32_t k = 0; k <= breaks_all; k++) s->blocks[s->sequence[i]].leaves[k] = s->walk.left_at[i][k];
    if (count == 0) s->walk.leg[0] = place_time(s, in->profile[van], in->start_place[van], in->end_place[van]);
    lay_limits(s, van, count);
    static _Thread_local Block own[MAX_STOPS + 2], rest[MAX_STOPS + 2];
    Block day = {0, clock, in->end[van]};
    s->blocks[start].to = day;
    int32_t previous = start, place = in->start_place[van];
    int64_t busy = 0;
    for (int32_t i = 0; i <= count; i++) {
        int32_t last = i == count, node = last ? end : s->sequence[i], travel = s->walk.leg[i];
        int32_t code = count ? s->walk.from[i][s->walk.used[i]] : 0, before = code / 8 % 8, breaks = before + code % 8;
        rest[i] = (Block){-1, 0, 0};
        Block rested = day;
        for (int32_t b = 0; b < breaks; b++, number++) {
            if (b == before) clock += travel;
            Block one = break_block(in, van, number, &clock);
            day = join(day, b == before ? travel : 0, one);
            rested = join(rested, 0, one);
            rest[i] = b ? join(rest[i], 0, one) : one;
            busy += one.lasts;
        }
        if (breaks <= before) clock += travel;
        s->blocks[previous].to_rested = rested;
        own[i] = last ? (Block){0, -NEVER, in->end[van]} : stop_block(in, node, place, &clock);
        day = join(day, breaks > before ? 0 : travel, own[i]);
        busy += travel + own[i].lasts;
        s->blocks[node].to = day;
        previous = node;
        place = s->place_of[node];
    }
    route->lasts = count ? (int32_t)day.lasts : 0;
    route->waiting = count ? (int32_t)(day.lasts - busy) : 0;
    if (count) {
        int64_t paid = paid_time(s, van, day.lasts);
        if (paid == INFEASIBLE) return INFEASIBLE;
        cost += paid;
    }
    Block on = own[count];
    for (int32_t i = count; i >= 0; i--) {
        int32_t node = i == count ? end : s->sequence[i];
        if (i < count) on = join(own[i], s->walk.leg[i + 1], s->blocks[i + 1 == count ? end : s->sequence[i + 1]].on_rested);
        s->blocks[node].on = on;
        s->blocks[node].on_rested = rest[i].lasts < 0 ? on : join(rest[i], 0, on);
    }
    lay_bounds(s, van);
    route->laid = 1;
    return cost;
}

/* Blocks and cost of a route whose links changed. */
void lay_route(Search *s, int32_t van) {
    Route *route = &s->route[van];
    touch_all(s, van);
    int64_t was = route->cost, cost = lay_blocks(s, van);
    route->judged = 0;
    route->cost = cost == INFEASIBLE ? BROKEN : cost;
    s->cost += route->cost - was;
}
