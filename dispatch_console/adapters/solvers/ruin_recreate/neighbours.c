/* The nearest clients of each client, in driving time, waiting and lateness (as Vidal et al. 2013 weigh them). */
#include "state.h"

#define WAIT_WEIGHT 0.2
#define LATE_WEIGHT 1.0

typedef struct { double value; int32_t client; } Near;

static double one_way(const Search *s, int32_t a, int32_t b) {
    const Input *in = &s->in;
    const int32_t *wa = in->window + (int64_t)a * in->windows * 2, *wb = in->window + (int64_t)b * in->windows * 2;
    double travel = place_time(s, 0, in->place[a], in->place[b]), cost = place_cost(s, 0, in->place[a], in->place[b]);
    if (!s->windowed) return cost;
    double wait = wb[0] - travel - in->service[a] - s->last_window[a];
    double late = wa[0] + in->service[a] + travel - s->last_window[b];
    return cost + (wait > 0 ? WAIT_WEIGHT * wait : 0) + (late > 0 ? LATE_WEIGHT * late : 0);
}

static void select_nearest(Near *list, int32_t count, int32_t wanted) {
    int32_t low = 0, high = count - 1;
    while (low < high) {
        double pivot = list[(low + high) / 2].value;
        int32_t i = low, j = high;
        while (i <= j) {
            while (list[i].value < pivot) i++;
            while (list[j].value > pivot) j--;
            if (i <= j) { Near t = list[i]; list[i] = list[j]; list[j] = t; i++; j--; }
        }
        if (wanted <= j) high = j;
        else if (wanted >= i) low = i;
        else return;
    }
}

static int by_value(const void *a, const void *b) {
    const Near *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? -1 : 1;
    return (x->client > y->client) - (x->client < y->client);
}

int find_neighbours(Search *s) {
    int32_t n = s->in.clients;
    Near *list = malloc((size_t)n * sizeof(Near));
    if (!list) return 0;
    for (int32_t a = 0; a < n; a++) {
        int32_t count = 0;
        for (int32_t b = 0; b < n; b++) {
            if (a == b) continue;
            double there = one_way(s, a, b), back = s->windowed || s->in.cost ? one_way(s, b, a) : there;
            list[count++] = (Near){there < back ? there : back, b};
        }
        int32_t keep = count < s->near ? count : s->near;
        if (keep < count) select_nearest(list, count, keep);
        qsort(list, (size_t)keep, sizeof(Near), by_value);
        for (int32_t i = 0; i < s->near; i++) s->neighbours[(int64_t)a * s->near + i] = i < keep ? list[i].client : -1;
    }
    free(list);
    return 1;
}
