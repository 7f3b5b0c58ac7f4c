/* Sorting of long lists of clients; short ones are sorted where they are used. */
#include "state.h"

typedef struct { int64_t value; int32_t client, at; } Key;

static int by_key(const void *a, const void *b) {
    const Key *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

void sort_many(const Search *s, int32_t *list, int32_t count, int32_t way,
               int64_t (*value)(const Search *, int32_t, int32_t)) {
    Key *keys = malloc((size_t)count * sizeof(Key));
    if (!keys) return;
    for (int32_t i = 0; i < count; i++) keys[i] = (Key){value(s, list[i], way), list[i], i};
    qsort(keys, (size_t)count, sizeof(Key), by_key);
    for (int32_t i = 0; i < count; i++) list[i] = keys[i].client;
    free(keys);
}
