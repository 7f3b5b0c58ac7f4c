/* Two routes exchange what follows a stop of each: a move that taking out short strings cannot make. */
#include "windows.h"

/* Nearest neighbours of a stop among which the one to follow it is drawn; with breaks and windows few can. */
#define FOLLOWERS 30
#define RICH_FOLLOWERS 100

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

static int cheap_enough(Search *s, int32_t one, int32_t other, const int32_t *first, int32_t stops, const int32_t *second,
                        int32_t others, int64_t most) {
    int32_t finish;
    int64_t was = s->cost - s->route[one].cost - s->route[other].cost, cost = sequence_cost(s, one, first, stops, &finish);
    if (cost == INFEASIBLE || was + cost > most) return 0;
    int64_t rest = sequence_cost(s, other, second, others, &finish);
    return rest != INFEASIBLE && was + cost + rest <= most;
}

/* What the exchange brings where nothing but edges and the number of vans counts, and both vans are alike. */
static int64_t edges_delta(const Search *s, int32_t p, int32_t q, int32_t before, int32_t next, int32_t one, int32_t other) {
    const Input *in = &s->in;
    int64_t delta = (int64_t)place_cost(s, in->profile[one], s->place_of[p], s->place_of[q]) - s->node[p].onward - s->node[before].onward;
    if (before >= in->clients && next >= in->clients) return delta - in->van_price[other];
    return delta + place_cost(s, in->profile[other], s->place_of[before], s->place_of[next]);
}

/* The day of the van of a when it goes on with what begins at b, windows and breaks as they lie now. Gives 0 where they
 * cannot stay so: of the breaks, one would be missing or taken twice. */
static int joined(const Search *s, int32_t a, int32_t b, int32_t travel, Block *day) {
    const Blocks *here = &s->blocks[a], *there = &s->blocks[b];
    int matches = 0;
    *day = (Block){-1, 0, 0};
    if (here->used == s->blocks[s->node[b].prev].used) {
        matches = 1;
        *day = join(here->to, travel, there->on_rested);
    }
    if (s->blocks[s->node[a].next].used == there->used) {
        Block other = join(here->to_rested, travel, there->on);
        if (day->lasts < 0 || (other.lasts >= 0 && other.lasts < day->lasts)) *day = other;
        matches = 1;
    }
    return matches;
}

/* What the exchange brings with windows and breaks as they lie now, of vans that share hours, tables and breaks. Gives 0
 * where that cannot be said. */
static int hours_delta(const Search *s, int32_t p, int32_t q, int32_t before, int32_t next, int32_t one, int32_t other,
                       int64_t *delta) {
    const Input *in = &s->in;
    const Route *first = &s->route[one], *second = &s->route[other];
    if (s->hours_of[one] != s->hours_of[other] || !first->laid || !second->laid || s->with_homes) return 0;
    int32_t profile = in->profile[one], emptied = before >= in->clients && next >= in->clients;
    Block day, rest = {0, 0, 0};
    if (!joined(s, p, q, place_time(s, profile, s->place_of[p], s->place_of[q]), &day)) return 0;
    int32_t travel = place_time(s, profile, s->place_of[before], s->place_of[next]);
    if (!emptied && !joined(s, before, next, travel, &rest)) return 0;
    *delta = INFEASIBLE;
    if (day.lasts < 0 || rest.lasts < 0) return 1;
    int64_t one_price = price_of_hours(s, one, day.lasts, (int64_t)day.early + day.lasts);
    int64_t other_price = emptied ? 0 : price_of_hours(s, other, rest.lasts, (int64_t)rest.early + rest.lasts);
    if (one_price == INFEASIBLE || other_price == INFEASIBLE) return 1;
    *delta = edges_delta(s, p, q, before, next, one, other) + one_price + other_price -
             price_of_hours(s, one, first->lasts, first->finish) - price_of_hours(s, other, second->lasts, second->finish);
    return 1;
}

/* Whether the two routes of a stop and one of its neighbours changed tails, for no more than `most` in all. */
int exchange_tails(Search *s, int64_t most) {
    const Input *in = &s->in;
    int32_t followers = s->rich ? RICH_FOLLOWERS : FOLLOWERS;
    int32_t p = (int32_t)draw_below(s, (uint32_t)in->clients), one = s->node[p].van;
    int32_t q = s->neighbours[(int64_t)p * s->near + (int32_t)draw_below(s, (uint32_t)(followers < s->near ? followers : s->near))];
    if (one < 0 || q < 0) return 0;
    int32_t other = s->node[q].van;
    if (other < 0 || other == one || s->successor[one] >= 0 || s->successor[other] >= 0) return 0;
    int32_t behind = s->node[p].next, before = s->node[q].prev;
    if (behind < in->clients && in->fixed[behind]) return 0;
    int32_t next = behind < in->clients ? behind : end_node(s, other);
    if (!in_time(s, p, q, in->profile[one]) || !in_time(s, before, next, in->profile[other])) return 0;
    int plain = !s->rich && s->type_of[one] == s->type_of[other];
    if (plain && s->cost + edges_delta(s, p, q, before, next, one, other) > most) return 0;
    int64_t delta;
    if (s->blocks && hours_delta(s, p, q, before, next, one, other, &delta) && (delta == INFEASIBLE || s->cost + delta > most)) return 0;
    int32_t first[MAX_STOPS + 2], second[MAX_STOPS + 2];
    int32_t stops = spliced(s, one, p, q, first), others = stops < 0 ? -1 : spliced(s, other, before, behind, second);
    if (others < 0) return 0;
    if (!plain && !cheap_enough(s, one, other, first, stops, second, others, most)) return 0;
    touch_route(s, one);
    touch_route(s, other);
    relink(s, one, first, stops);
    relink(s, other, second, others);
    return 1;
}
