/* When a stop or a break may begin, given its windows. A window that ends before it starts is none;
 * those come last. */
#ifndef WINDOWS_H
#define WINDOWS_H

#include "state.h"

/* The earliest moment at or after `now` in one of the windows, or NEVER. */
static inline int32_t earliest_in(const int32_t *window, int32_t windows, int32_t now) {
    int32_t best = NEVER;
    for (int32_t w = 0; w < windows; w++) {
        if (window[2 * w] > window[2 * w + 1]) break;
        if (now > window[2 * w + 1]) continue;
        int32_t begin = now > window[2 * w] ? now : window[2 * w];
        if (begin < best) best = begin;
    }
    return best;
}

static inline const int32_t *windows_of(const Input *in, int32_t client) {
    return in->window + (int64_t)client * in->windows * 2;
}

static inline const int32_t *break_windows(const Input *in, int32_t van, int32_t number) {
    return in->break_window + ((int64_t)van * in->breaks + number) * in->windows * 2;
}

static inline int32_t due_at(const Input *in, int32_t client, int32_t arrive) {
    return earliest_in(windows_of(in, client), in->windows, arrive);
}

static inline int32_t break_at(const Input *in, int32_t van, int32_t number, int32_t now) {
    return earliest_in(break_windows(in, van, number), in->windows, now);
}

static inline int32_t count_breaks(const Input *in, int32_t van) {
    int32_t breaks = in->breaks;
    while (breaks > 0 && in->break_time[van * in->breaks + breaks - 1] < 0) breaks--;
    return breaks;
}

static inline int32_t first_due(const Input *in, int32_t van, int32_t number) {
    const int32_t *window = break_windows(in, van, number);
    int32_t first = NEVER;
    if (in->always_rest) return -NEVER;
    for (int32_t w = 0; w < in->windows; w++)
        if (window[2 * w] <= window[2 * w + 1] && window[2 * w] < first) first = window[2 * w];
    return first;
}

static inline int32_t last_due(const Input *in, int32_t van, int32_t number) {
    const int32_t *window = break_windows(in, van, number);
    int32_t last = -NEVER;
    if (in->always_rest) return NEVER;
    for (int32_t w = 0; w < in->windows; w++)
        if (window[2 * w] <= window[2 * w + 1] && window[2 * w + 1] > last) last = window[2 * w + 1];
    return last;
}

/* How many breaks are over before the van must leave for its first stop: they are not due. `begin` goes on to the end of
 * their windows. */
static inline int32_t over_before(const Search *s, int32_t van, int32_t first, int32_t breaks, int32_t *begin) {
    if (!breaks || first >= s->in.clients) return 0;
    int32_t place = s->in.start_place[van], over = 0;
    int64_t leaves = (int64_t)s->first_window[first] - place_time(s, s->in.profile[van], place, s->in.place[first]);
    if (leaves < *begin) leaves = *begin;
    for (; over < breaks && last_due(&s->in, van, over) <= leaves; over++)
        if (last_due(&s->in, van, over) > *begin) *begin = last_due(&s->in, van, over);
    return over;
}

/* Two blocks with a drive between them; `lasts` is -1 where the second would be too late. */
static inline Block join(Block a, int32_t travel, Block b) {
    int64_t arrive = (int64_t)a.lasts + travel, begins = b.early - arrive, ends = b.late - arrive;
    if (a.lasts < 0 || b.lasts < 0 || a.early > ends) return (Block){-1, 0, 0};
    int64_t wait = begins > a.late ? begins - a.late : 0;
    int64_t early = begins > a.early ? begins : a.early, late = ends < a.late ? ends : a.late;
    return (Block){(int32_t)(arrive + wait + b.lasts), (int32_t)(early - wait), (int32_t)late};
}

/* When the van can leave: its own start, or when the departure before is back. */
static inline int32_t day_begins(const Search *s, int32_t van) {
    int32_t before = s->in.after[van], begin = s->in.start[van];
    return before >= 0 && s->route[before].stops > 0 && s->route[before].finish > begin ? s->route[before].finish : begin;
}

/* The window of this list that holds the moment, as a block that takes `lasts`; the longest-lasting where several do. */
static inline Block window_block(const int32_t *window, int32_t windows, int32_t moment, int32_t lasts) {
    Block block = {lasts, moment, moment};
    for (int32_t w = 0; w < windows; w++) {
        if (window[2 * w] > window[2 * w + 1]) break;
        if (window[2 * w] <= moment && moment <= window[2 * w + 1] && window[2 * w + 1] >= block.late)
            block = (Block){lasts, window[2 * w], window[2 * w + 1]};
    }
    return block;
}

/* Break `number` taken as soon as it can be at `clock`, which goes on to its end. */
static inline Block break_block(const Input *in, int32_t van, int32_t number, int32_t *clock) {
    const int32_t *window = break_windows(in, van, number);
    int32_t lasts = in->break_time[van * in->breaks + number], begin = earliest_in(window, in->windows, *clock);
    *clock = begin + lasts;
    return window_block(window, in->windows, begin, lasts);
}

/* Setting up counts once at one door. */
static inline int32_t serving(const Input *in, int32_t client, int32_t came) {
    return in->service[client] + (came == in->place[client] ? 0 : in->setup[client]);
}

/* The same by the kind of the van, where kinds of vans take unlike times. */
static inline int32_t serving_by(const Input *in, int32_t van, int32_t client, int32_t came) {
    if (!in->strict) return serving(in, client, came);
    int32_t at = client * in->kinds + in->kind[van];
    return in->served[at] + (came == in->place[client] ? 0 : in->set_up[at]);
}

/* The breaks that may be taken with this load on board, one bit each. */
static inline uint32_t breaks_with(const Input *in, int32_t van, const int64_t *on_board, int32_t breaks) {
    uint32_t may = 0;
    for (int32_t b = 0; b < breaks; b++) {
        const int32_t *most = in->break_most + ((int64_t)van * in->breaks + b) * in->loads;
        int fits = 1;
        for (int32_t d = 0; d < in->loads; d++) fits &= on_board[d] <= most[d];
        may |= (uint32_t)fits << b;
    }
    return may;
}

/* A stop reached at `clock`, which goes on to its end. */
static inline Block stop_block(const Input *in, int32_t client, int32_t lasts, int32_t *clock) {
    const int32_t *window = windows_of(in, client);
    int32_t begin = earliest_in(window, in->windows, *clock);
    *clock = begin + lasts;
    return window_block(window, in->windows, begin, lasts);
}

/* When the van can be at the next place, per number of breaks taken, and how it came to that: the number taken before, how
 * many then before the drive and how many on arrival, as number * 64 + before * 8 + after. Of ways that are as quick the
 * one that rests first: one more stop before the break does not push it out of its windows. But who can serve and then
 * rest rests neither at the customer's door nor before the first stop. `came_before`: how the van came to the place that
 * it leaves, NULL at the start; `first`: that is its first stop; `may`: the breaks that can be taken here at all. */
static INLINED void drive(const Input *in, int32_t van, const int32_t *time, int32_t travel, const int32_t *came_before,
                          int32_t first, int32_t *arrived, int32_t *came, const int32_t breaks, const uint32_t may) {
    for (int32_t k = 0; k <= breaks; k++) { arrived[k] = NEVER; came[k] = 0; }
    for (int32_t k = 0; k <= breaks; k++) {
        int32_t now = time[k], unserved = came_before ? came_before[k] % (first ? 64 : 8) : 0;
        if (now >= NEVER) continue;
        for (int32_t before = 0; k + before <= breaks; before++) {
            if (before) {
                if (!(may >> (k + before - 1) & 1)) break;
                now = break_at(in, van, k + before - 1, now);
                if (now >= NEVER) break;
                now += in->break_time[van * in->breaks + k + before - 1];
            }
            int32_t then = now + travel;
            for (int32_t after = 0; k + before + after <= breaks; after++) {
                if (after) {
                    if (!(may >> (k + before + after - 1) & 1)) break;
                    then = break_at(in, van, k + before + after - 1, then);
                    if (then >= NEVER) break;
                    then += in->break_time[van * in->breaks + k + before + after - 1];
                }
                int32_t done = k + before + after;
                if (then > arrived[done] || (then == arrived[done] && (after || unserved))) continue;
                arrived[done] = then;
                came[done] = k * 64 + before * 8 + after;
            }
        }
    }
}

/* When the van leaves the stop (-1: its end) that it reached with k breaks taken; NEVER where it is too late, or where
 * the next break is due by then and cannot be taken any more. */
static INLINED int32_t left_at(const Input *in, int32_t van, int32_t stop, int32_t serve, int32_t arrived, int32_t k,
                               const int32_t breaks) {
    if (arrived >= NEVER) return NEVER;
    int32_t start = stop < 0 ? arrived : due_at(in, stop, arrived);
    if (start >= NEVER) return NEVER;
    start += serve;
    if (k < breaks && break_at(in, van, k, start) >= NEVER && first_due(in, van, k) < start) return NEVER;
    return start;
}

#endif
