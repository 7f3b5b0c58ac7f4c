/* Latest arrivals per number of breaks taken, and what fits between two nodes by them. */
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

static INLINED void limits_of_end(Search *s, int32_t van, const int32_t breaks) {
    const Input *in = &s->in;
    int32_t end = end_node(s, van), late = -NEVER;
    for (int32_t k = 0; k <= breaks; k++) {
        int32_t best = -NEVER;
        for (int32_t more = 0; k + more <= breaks; more++) {
            int32_t by = in->end[van];
            if (k + more < breaks && first_due(in, van, k + more) < by) by = first_due(in, van, k + more);
            by = rest_until(in, van, k, more, by);
            if (by > best) best = by;
        }
        s->blocks[end].limit[k] = best;
        if (best > late) late = best;
    }
    s->node[end].late = late;
}

/* Backwards from node `upto`; before `from` it ends as soon as a limit is what it was. */
static INLINED void limits_back(Search *s, int32_t van, int32_t from, int32_t upto, const int32_t breaks) {
    const Input *in = &s->in;
    int32_t passed = 0;
    if (upto >= in->clients) {
        limits_of_end(s, van, breaks);
        passed = upto == from;
        upto = s->node[upto].prev;
    }
    for (int32_t n = upto; n < in->clients; n = s->node[n].prev) {
        int32_t serve = serving(in, n, s->place_of[s->node[n].prev]);
        int32_t leg = s->node[s->node[n].next].leg;
        const Blocks *next = &s->blocks[s->node[n].next];
        int32_t late = -NEVER, same = passed;
        for (int32_t k = 0; k <= breaks; k++) {
            int32_t best = -NEVER;
            for (int32_t door = 0; k + door <= breaks; door++)
                for (int32_t behind = 0; k + door + behind <= breaks; behind++) {
                    int32_t by = next->limit[k + door + behind];
                    if (by <= -NEVER) continue;
                    by = rest_until(in, van, k + door, behind, by - leg);
                    if (by <= -NEVER) continue;
                    by = latest_in(windows_of(in, n), in->windows, by - serve);
                    if (by <= -NEVER) continue;
                    by = rest_until(in, van, k, door, by);
                    if (by > best) best = by;
                }
            same &= best == s->blocks[n].limit[k];
            s->blocks[n].limit[k] = best;
            if (best > late) late = best;
        }
        s->node[n].late = late;
        if (same) return;
        passed |= n == from;
    }
}

void lay_limits(Search *s, int32_t van, int32_t from, int32_t upto) {
    int32_t breaks = s->breaks_of[van];
    if (breaks == 0) limits_back(s, van, from, upto, 0);
    else if (breaks == 1) limits_back(s, van, from, upto, 1);
    else limits_back(s, van, from, upto, breaks);
}

/* Whether a client between two nodes leaves everything in time, wherever the breaks then lie; exact. */
int fits_between(Search *s, int32_t van, int32_t client, int32_t before, int32_t behind) {
    const Input *in = &s->in;
    int32_t breaks = s->breaks_of[van], profile = in->profile[van], place = in->place[client];
    int32_t there = place_time(s, profile, s->place_of[before], place);
    int32_t onward = place_time(s, profile, place, s->place_of[behind]);
    int32_t serve = serving(in, client, s->place_of[before]);
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
