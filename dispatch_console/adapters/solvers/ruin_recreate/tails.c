/* Two routes exchange what follows a stop of each: a move that taking out short strings cannot make. */
#include "windows.h"

/* The stops of `from` up to and with `last`, then those of another route from `first` on; -1 where loads or skills forbid it. */
static int32_t spliced(const Search *s, int32_t van, int32_t last, int32_t first, int32_t *into) {
    const Input *in = &s->in;
    int32_t count = 0, load[MAX_LOADS] = {0};
    if (last < in->clients)
        for (int32_t n = s->node[start_node(s, van)].next;; n = s->node[n].next) {
            into[count++] = n;
            if (n == last) break;
        }
    for (int32_t n = first; n < in->clients; n = s->node[n].next) {
        if (count >= MAX_STOPS || in->fixed[n] || (s->picky && !may_serve(s, van, n))) return -1;
        into[count++] = n;
    }
    for (int32_t i = 0; i < count; i++)
        for (int32_t d = 0; d < in->loads; d++) {
            load[d] += in->delivery[into[i] * in->loads + d];
            if (load[d] > in->capacity[van * in->loads + d]) return -1;
        }
    return count;
}

static int in_time(const Search *s, int32_t before, int32_t behind, int32_t profile) {
    return s->node[before].early + place_time(s, profile, s->place_of[before], s->place_of[behind]) <= s->node[behind].late;
}

/* Whether the two routes of a stop and one of its neighbours changed tails, for no more than `most` in all. */
int exchange_tails(Search *s, int64_t most) {
    const Input *in = &s->in;
    int32_t p = (int32_t)draw_below(s, (uint32_t)in->clients), one = s->node[p].van;
    int32_t q = s->neighbours[(int64_t)p * s->near + (int32_t)draw_below(s, (uint32_t)s->near)];
    if (one < 0 || q < 0) return 0;
    int32_t other = s->node[q].van;
    if (other < 0 || other == one || s->successor[one] >= 0 || s->successor[other] >= 0) return 0;
    int32_t behind = s->node[p].next, before = s->node[q].prev;
    if (behind < in->clients && in->fixed[behind]) return 0;
    int32_t next = behind < in->clients ? behind : end_node(s, other);
    if (!in_time(s, p, q, in->profile[one]) || !in_time(s, before, next, in->profile[other])) return 0;
    int32_t first[MAX_STOPS + 2], second[MAX_STOPS + 2], finish;
    int32_t stops = spliced(s, one, p, q, first), others = stops < 0 ? -1 : spliced(s, other, before, behind, second);
    if (others < 0) return 0;
    int64_t was = s->route[one].cost + s->route[other].cost;
    int64_t cost = sequence_cost(s, one, first, stops, &finish);
    if (cost == INFEASIBLE || s->cost + cost - was > most) return 0;
    int64_t rest = sequence_cost(s, other, second, others, &finish);
    if (rest == INFEASIBLE || s->cost + cost + rest - was > most) return 0;
    touch_route(s, one);
    touch_route(s, other);
    relink(s, one, first, stops);
    relink(s, other, second, others);
    return 1;
}
