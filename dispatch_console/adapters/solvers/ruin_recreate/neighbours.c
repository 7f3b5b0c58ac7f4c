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

/* Squares of a chequerboard over the plane, about CELL clients each: with thousands of places in the plane, only those
 * in squares around a client are looked at. */
#define CELL 30
#define LARGE 2000

typedef struct { int32_t side, *first, *member, *cell; } Board;

static int lay_out(const Search *s, Board *board) {
    const Input *in = &s->in;
    int32_t n = in->clients;
    double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (int32_t c = 0; c < n; c++) {
        double at[2] = {in->x[in->place[c]], in->y[in->place[c]]};
        for (int axis = 0; axis < 2; axis++) {
            if (at[axis] < low[axis]) low[axis] = at[axis];
            if (at[axis] > high[axis]) high[axis] = at[axis];
        }
    }
    board->side = (int32_t)sqrt((double)n / CELL) + 1;
    int32_t cells = board->side * board->side;
    board->first = calloc((size_t)cells + 1, sizeof(int32_t));
    board->member = malloc((size_t)n * sizeof(int32_t));
    board->cell = malloc((size_t)n * sizeof(int32_t));
    if (!board->first || !board->member || !board->cell) return 0;
    double width = fmax(high[0] - low[0], high[1] - low[1]) / board->side + 1e-9;
    for (int32_t c = 0; c < n; c++) {
        int32_t x = (int32_t)((in->x[in->place[c]] - low[0]) / width), y = (int32_t)((in->y[in->place[c]] - low[1]) / width);
        if (x >= board->side) x = board->side - 1;
        if (y >= board->side) y = board->side - 1;
        board->cell[c] = y * board->side + x;
        board->first[board->cell[c] + 1]++;
    }
    for (int32_t i = 0; i < cells; i++) board->first[i + 1] += board->first[i];
    int32_t *at = malloc((size_t)cells * sizeof(int32_t));
    if (!at) return 0;
    memcpy(at, board->first, (size_t)cells * sizeof(int32_t));
    for (int32_t c = 0; c < n; c++) board->member[at[board->cell[c]]++] = c;
    free(at);
    return 1;
}

static int32_t around(const Search *s, const Board *board, int32_t a, Near *list) {
    int32_t side = board->side, x = board->cell[a] % side, y = board->cell[a] / side, count = 0, enough = 0;
    for (int32_t r = 0; r <= side && enough < 2; r++) {
        /* one ring more than holds enough: the nearest may lie across a border */
        if (count >= 2 * s->near) enough++;
        for (int32_t j = y - r; j <= y + r; j++) {
            int32_t step = j == y - r || j == y + r || r == 0 ? 1 : 2 * r;
            for (int32_t i = x - r; i <= x + r; i += step) {
                if (i < 0 || j < 0 || i >= side || j >= side) continue;
                int32_t cell = j * side + i;
                for (int32_t k = board->first[cell]; k < board->first[cell + 1]; k++)
                    if (board->member[k] != a) list[count++] = (Near){one_way(s, a, board->member[k]), board->member[k]};
            }
        }
    }
    return count;
}

int find_neighbours(Search *s) {
    int32_t n = s->in.clients;
    Near *list = malloc((size_t)n * sizeof(Near));
    Board board = {0};
    int plane = !s->windowed && !s->in.cost && n > LARGE;
    if (!list || (plane && !lay_out(s, &board))) { free(list); free(board.first); free(board.member); free(board.cell); return 0; }
    for (int32_t a = 0; a < n; a++) {
        int32_t count = 0;
        if (plane) count = around(s, &board, a, list);
        else for (int32_t b = 0; b < n; b++) {
            if (a == b) continue;
            double there = one_way(s, a, b), back = s->windowed || s->in.cost ? one_way(s, b, a) : there;
            list[count++] = (Near){there < back ? there : back, b};
        }
        int32_t keep = count < s->near ? count : s->near;
        if (keep < count) select_nearest(list, count, keep);
        qsort(list, (size_t)keep, sizeof(Near), by_value);
        for (int32_t i = 0; i < s->near; i++) s->neighbours[(int64_t)a * s->near + i] = i < keep ? list[i].client : -1;
    }
    free(list); free(board.first); free(board.member); free(board.cell);
    return 1;
}
