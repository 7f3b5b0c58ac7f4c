/* What a route keeps of itself so that an insertion can be judged without walking through it: blocks of time from either
 * end, earliest departures and latest arrivals per number of breaks taken. */
#include "windows.h"

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
    int32_t count = copy_route(s, van, s->sequence), finish = in->start[van], clock = finish, number = 0;
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
        for (int32_t k = 0; k <= breaks_all; k++) s->blocks[s->sequence[i]].leaves[k] = s->walk.left_at[i][k];
    lay_limits(s, van, count);
    static _Thread_local Block own[MAX_STOPS + 2], rest[MAX_STOPS + 2];
    Block day = {0, clock, in->end[van]};
    s->blocks[start].to = day;
    int32_t previous = start, place = in->start_place[van];
    for (int32_t i = 0; i <= count; i++) {
        int32_t last = i == count, node = last ? end : s->sequence[i], there = s->place_of[node];
        int32_t code = count ? s->walk.from[i][s->walk.used[i]] : 0, breaks = code / 8 % 8 + code % 8, before = code / 8 % 8;
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
