/* When a stop or a break may begin, given its windows. A window that ends before it starts is none. */
#ifndef WINDOWS_H
#define WINDOWS_H

#include "state.h"

/* The earliest moment at or after `now` in one of the windows, or NEVER. */
static inline int32_t earliest_in(const int32_t *window, int32_t windows, int32_t now) {
    int32_t best = NEVER;
    for (int32_t w = 0; w < windows; w++) {
        if (window[2 * w] > window[2 * w + 1] || now > window[2 * w + 1]) continue;
        int32_t begin = now > window[2 * w] ? now : window[2 * w];
        if (begin < best) best = begin;
    }
    return best;
}

/* The end of the window that holds this moment; the longest-lasting where several do. */
static inline int32_t end_around(const int32_t *window, int32_t windows, int32_t moment) {
    int32_t end = moment;
    for (int32_t w = 0; w < windows; w++)
        if (window[2 * w] <= moment && moment <= window[2 * w + 1] && window[2 * w + 1] > end) end = window[2 * w + 1];
    return end;
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

static inline int32_t window_end(const Input *in, int32_t client, int32_t begin) {
    return end_around(windows_of(in, client), in->windows, begin);
}

static inline int32_t break_at(const Input *in, int32_t van, int32_t number, int32_t now) {
    return earliest_in(break_windows(in, van, number), in->windows, now);
}

static inline int32_t break_window_end(const Input *in, int32_t van, int32_t number, int32_t begin) {
    return end_around(break_windows(in, van, number), in->windows, begin);
}

static inline int32_t breaks_of(const Input *in, int32_t van) {
    int32_t breaks = in->breaks;
    while (breaks > 0 && in->break_time[van * in->breaks + breaks - 1] < 0) breaks--;
    return breaks;
}

static inline int32_t first_due(const Input *in, int32_t van, int32_t number) {
    const int32_t *window = in->break_window + ((int64_t)van * in->breaks + number) * in->windows * 2;
    int32_t first = NEVER;
    for (int32_t w = 0; w < in->windows; w++)
        if (window[2 * w] <= window[2 * w + 1] && window[2 * w] < first) first = window[2 * w];
    return first;
}

#endif
