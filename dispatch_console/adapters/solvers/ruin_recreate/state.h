/* The problem as the search reads it, and the state it moves: routes as linked lists with what an insertion test needs.
 *
 * Nodes: clients 0..clients-1, then for van v its start (clients + 2v) and its end (clients + 2v + 1).
 * Times and costs are whole numbers (seconds, or tenths in benchmark files); a missing place is -1.
 */
#ifndef STATE_H
#define STATE_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>

#define MAX_LOADS 4
#define MAX_BREAKS 4
#define MAX_STOPS 4000
#define NEVER 2000000000
#if defined(_MSC_VER)
#define INLINED __forceinline
#else
#define INLINED inline __attribute__((always_inline))
#endif
#define INFEASIBLE INT64_MAX
#define UNKNOWN (INT64_MAX - 1)
#define BROKEN ((int64_t)1 << 52)  /* cost of a route that taking a stop out has made impossible */

/* What the caller hands over; field order is mirrored in library.py. All pointers stay the caller's. */
typedef struct {
    int32_t places, clients, vans, loads, windows, breaks, profiles, rounding;
    int32_t always_rest;            /* breaks are due even where the van is not away in their windows */
    int32_t strict, kinds;          /* strict: limits and prices that only a walk along the whole route can judge */
    const int32_t *time, *cost;     /* [profiles][places][places]; NULL: Euclid over x, y */
    const double *x, *y;            /* [places] */
    const int32_t *place, *service, *setup, *window, *delivery, *pickup, *pair, *half, *only, *home, *fixed;
    const int64_t *price, *stay;    /* of leaving a client out; of another van than home */
    const uint64_t *needs;
    const int32_t *start_place, *end_place, *start, *end, *regular_end, *capacity, *max_duration, *max_stops;
    const int32_t *profile, *after, *full, *break_window, *break_time, *closed;
    const int64_t *van_price, *per_second, *overtime_price, *uneven_price;  /* uneven_price: of the last second of `full` */
    const uint64_t *skills;
    /* read only where `strict`; `service` and `setup` are then the least over all kinds of vans */
    const int32_t *served, *set_up;  /* [clients][kinds] */
    const int32_t *kind, *max_driving, *max_distance, *break_most;  /* break_most: [vans][breaks][loads] on board at most */
    const int64_t *task_price;      /* per second of service and setting up */
    const int32_t *distance;        /* [profiles][places][places]; NULL: no van has a limit */
} Input;

typedef struct {
    int32_t prev, next, van;
    int32_t early;   /* earliest departure from here */
    int32_t late;    /* latest arrival here */
    int32_t onward;  /* cost of the edge to the next */
    int32_t leg;     /* the drive to it, in rich problems */
} Node;

typedef struct {
    int32_t stops, finish, dirty, lasts, waiting, laid;  /* waiting: beside breaks; laid: whether the blocks of its nodes are those of now */
    int32_t from, upto;  /* laid except for the nodes from one to the other, which follow others than before; -1: not known */
    int32_t judged;  /* a stop was put in at the cost it was judged at; what it really costs shows when the route is laid */
    int32_t load[MAX_LOADS];
    int64_t cost, version;  /* version: another one each time the route is laid */
} Route;

/* The gaps of a route beside one another, in its order, so that most are ruled out without a walk from node to node:
 * [room] each of the node before, its earliest departure, the latest arrival behind, and the places of all nodes. */
typedef struct { int64_t version; int32_t room, count, *before, *early, *late, *place; } Gaps;

/* A neighbour with the times to and from it beside it: most positions are ruled out without a look into the tables. */
typedef struct { int32_t client, to, from; } Close;

/* Time as one block that can be shifted: how long it takes, and between when and when it can begin. */
typedef struct { int32_t lasts, early, late; } Block;

/* Of a node of a route with windows and breaks as they lie now: all up to it, with the breaks that follow it; all from it
 * on, with the breaks before it; the stop and these breaks alone (`lasts` -1: none). */
typedef struct {
    Block to, to_rested, on, on_rested, alone, rest;
    int32_t leaves[MAX_BREAKS + 1];  /* earliest departure, per number of breaks taken by then */
    int32_t limit[MAX_BREAKS + 1];   /* latest arrival with which all that follows is in time */
    int32_t came[MAX_BREAKS + 1];    /* how the earliest departures came about (`drive` in windows.h) */
    int32_t used;                    /* breaks taken by then on the way that was chosen */
} Blocks;

/* The same of the route walked last, by its stops. */
typedef struct {
    int32_t from[MAX_STOPS + 2][MAX_BREAKS + 1], used[MAX_STOPS + 2], leg[MAX_STOPS + 2];
} Walk;

/* Where a stop might go: behind `after`, at `floor` or more, `edges` of it for the road. */
typedef struct { int64_t floor, edges; int32_t after; } Place;

typedef struct { int32_t node; Node was; } NodeUndo;
typedef struct { int32_t van; Route was; } RouteUndo;

typedef struct {
    Input in;
    int32_t nodes, near, rich, picky, mixed;
    int32_t *place_of;               /* per node */
    /* the tables and their transposes (the same where symmetric), so that two rows serve an insertion; NULL: look up */
    const int32_t *time_from, *time_to, *cost_from, *cost_to;
    int32_t *own_time, *own_cost;
    Place *places;                   /* of the stop that is being placed */
    int32_t places_count;
    Gaps *gaps;                      /* per van, of the version they were last wanted of */
    int32_t *found;                  /* gaps of one route that a stop might fit into */
    int64_t versions;
    double *uneven;                  /* uneven_price of a van by twice its `full` */
    Blocks *blocks, *block_undo;     /* per node, where routes are rich */
    int32_t *pending, pendings;      /* routes that lost stops and are not refreshed yet */
    Close *close;                    /* [clients][insert_near] */
    int32_t *neighbours;             /* [clients][near] */
    Node *node;
    Route *route;
    int32_t *absent, absents, *absent_at;
    int64_t cost, best_cost, absent_cost;
    /* undo of one step */
    int32_t step, *node_step, *route_step, node_undos, route_undos;
    NodeUndo *node_undo;
    RouteUndo *route_undo;
    int32_t *absent_was, absents_was;
    int64_t cost_was;
    /* the best plan: sequence per van, refreshed where dirty */
    int32_t **best, *best_length, *best_room, *dirty_vans, dirty_count;
    /* scratch */
    int32_t *removed, removed_count;
    int32_t *stood_behind, barred;   /* per stop that was taken out; the place where the next may not go back to, or -1 */
    int32_t unlike;                  /* leaving one stop out costs more than leaving another out */
    int32_t with_homes, *hours_of;   /* hours_of: the first van with the same end of the day, tables and breaks */
    int32_t types, *type_of, *successor, *spare, *first_of, *breaks_of, *first_window, *last_window, insert_near, until_blink, windowed, *mark, mark_stamp;
    int32_t sequence[MAX_STOPS + 8];
    Walk walk;
    uint64_t random;
    double average_edge, average_stops, blink;
    int32_t *van_mark;
    int64_t iterations;
} Search;

static inline uint32_t draw(Search *s) {
    uint64_t x = s->random;
    x ^= x << 13; x ^= x >> 7; x ^= x << 17;
    s->random = x;
    return (uint32_t)((x * 0x2545F4914F6CDD1DULL) >> 32);
}
static inline uint32_t draw_below(Search *s, uint32_t n) { return (uint32_t)(((uint64_t)draw(s) * n) >> 32); }
static inline double draw_unit(Search *s) { return (draw(s) + 0.5) * (1.0 / 4294967296.0); }

static inline int32_t euclid(const Input *in, int32_t a, int32_t b) {
    double dx = in->x[a] - in->x[b], dy = in->y[a] - in->y[b];
    double d = sqrt(dx * dx + dy * dy);
    if (in->rounding == 10) return (int32_t)(10.0 * d);
    return (int32_t)(d + 0.5);
}

static inline int32_t lookup(const int32_t *table, const Search *s, int32_t profile, int32_t a, int32_t b) {
    if (a < 0 || b < 0) return 0;
    if (!table) return euclid(&s->in, a, b);
    return table[((int64_t)profile * s->in.places + a) * s->in.places + b];
}
static inline int32_t place_time(const Search *s, int32_t profile, int32_t a, int32_t b) {
    return lookup(s->in.time, s, profile, a, b);
}
static inline int32_t place_cost(const Search *s, int32_t profile, int32_t a, int32_t b) {
    return lookup(s->in.cost, s, profile, a, b);
}
static inline int32_t start_node(const Search *s, int32_t van) { return s->in.clients + 2 * van; }
static inline int32_t end_node(const Search *s, int32_t van) { return s->in.clients + 2 * van + 1; }

/* evaluate.c, blocks.c, limits.c, gaps.c */
int64_t sequence_cost(Search *s, int32_t van, const int32_t *sequence, int32_t count, int32_t *finish);
int64_t lay_blocks(Search *s, int32_t van, int32_t from, int32_t upto);
void lay_route(Search *s, int32_t van);
void lay_limits(Search *s, int32_t van, int32_t from, int32_t upto);
int fits_between(Search *s, int32_t van, int32_t client, int32_t before, int32_t behind);
int64_t price_of_hours(const Search *s, int32_t van, int64_t lasts, int64_t back);
const Gaps *gaps_of(Search *s, int32_t van);
void refresh_route(Search *s, int32_t van);
void relink(Search *s, int32_t van, const int32_t *sequence, int32_t count);
int32_t copy_route(const Search *s, int32_t van, int32_t *into);

/* change.c */
void touch_node(Search *s, int32_t node);
void touch_route(Search *s, int32_t van);
void touch_all(Search *s, int32_t van);
void begin_step(Search *s);
void undo_step(Search *s);
void take_out(Search *s, int32_t client);
void put_in(Search *s, int32_t client, int32_t after, int64_t delta);
void settle(Search *s);
void set_absent(Search *s, int32_t client);
void unset_absent(Search *s, int32_t client);

/* insertion.c */
typedef struct { int64_t delta; int32_t after; } Position;
int64_t changed_cost(Search *s, int32_t van, const int32_t *sequence, int32_t count);
int may_serve(const Search *s, int32_t van, int32_t c);
void try_rich(Search *s, int32_t c, int32_t p, Position *best);
void collect_route(Search *s, int32_t c, int32_t van);
void choose_place(Search *s, int32_t c, Position *best);

/* tails.c */
int exchange_tails(Search *s, int64_t most);

/* ruin.c, recreate.c */
int blinks(Search *s);
void ruin(Search *s, double average_removed, int32_t longest_string);
int recreate(Search *s, double blink, int64_t most);

/* neighbours.c, sort.c */
int find_neighbours(Search *s);
void sort_many(const Search *s, int32_t *list, int32_t count, int32_t way,
               int64_t (*value)(const Search *, int32_t, int32_t));

#endif
