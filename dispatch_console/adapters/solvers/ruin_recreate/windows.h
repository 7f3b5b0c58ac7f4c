/* When a stop or a break may begin, given its windows. A window that ends before it starts is none. */
#ifndef WINDOWS_H
#define WINDOWS_H

#include "state.h"

static inline int32_t due_at(const Input *in, int32_t client, int32_t arrive) {
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

static inline int32_t window_end(const Input *in, int32_t client, int32_t begin) {
    const int32_t *window = in->window + (int64_t)client * in->windows * 2;
    int32_t end = begin;
    for (int32_t w = 0; w < in->windows; w++)
        if (window[2 * w] <= begin && begin <= window[2 * w + 1] && window[2 * w + 1] > end) end = window[2 * w + 1];
    return end;
}

static inline int32_t break_at(const Input *in, int32_t van, int32_t number, int32_t now) {
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

static inline int32_t break_window_end(const Input *in, int32_t van, int32_t number, int32_t begin) {
    const int32_t *window = in->break_window + ((int64_t)van * in->breaks + number) * in->windows * 2;
    int32_t end = begin;
    for (int32_t w = 0; w < in->windows; w++)
        if (window[2 * w] <= begin && begin <= window[2 * w + 1] && window[2 * w + 1] > end) end = window[2 * w + 1];
    return end;
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
