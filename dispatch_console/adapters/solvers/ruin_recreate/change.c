/* One client in or out, and the way back: what a step changes is noted at first touch and can be undone. */
#include "state.h"

void touch_node(Search *s, int32_t node) {
    if (s->node_step[node] == s->step) return;
    s->node_step[node] = s->step;
    if (s->blocks) s->block_undo[s->node_undos] = s->blocks[node];
    s->node_undo[s->node_undos++] = (NodeUndo){node, s->node[node]};
}

void touch_route(Search *s, int32_t van) {
    if (s->route_step[van] == s->step) return;
    s->route_step[van] = s->step;
    s->route_undo[s->route_undos++] = (RouteUndo){van, s->route[van]};
}

void begin_step(Search *s) {
    s->step++;
    s->node_undos = s->route_undos = 0;
    s->cost_was = s->cost;
    s->absents_was = s->absents;
    memcpy(s->absent_was, s->absent, (size_t)s->absents * sizeof(int32_t));
}

void undo_step(Search *s) {
    for (int32_t i = 0; i < s->node_undos; i++) {
        s->node[s->node_undo[i].node] = s->node_undo[i].was;
        if (s->blocks) s->blocks[s->node_undo[i].node] = s->block_undo[i];
    }
    for (int32_t i = 0; i < s->route_undos; i++) {
        int32_t dirty = s->route[s->route_undo[i].van].dirty;
        s->route[s->route_undo[i].van] = s->route_undo[i].was;
        s->route[s->route_undo[i].van].dirty = dirty;
    }
    for (int32_t i = 0; i < s->absents; i++) s->absent_at[s->absent[i]] = -1;
    s->absents = s->absents_was;
    memcpy(s->absent, s->absent_was, (size_t)s->absents * sizeof(int32_t));
    for (int32_t i = 0; i < s->absents; i++) s->absent_at[s->absent[i]] = i;
    s->cost = s->cost_was;
}

void set_absent(Search *s, int32_t client) {
    s->absent_at[client] = s->absents;
    s->absent[s->absents++] = client;
    s->cost += s->in.price[client];
}

void unset_absent(Search *s, int32_t client) {
    int32_t at = s->absent_at[client], last = s->absent[--s->absents];
    s->absent[at] = last;
    s->absent_at[last] = at;
    s->absent_at[client] = -1;
    s->cost -= s->in.price[client];
}

/* Earliest departures from `node` on, latest arrivals from `node` back, each until nothing changes. */
static void spread(Search *s, int32_t van, int32_t first, int32_t last) {
    const Input *in = &s->in;
    int32_t profile = in->profile[van];
    for (int32_t n = first; n < in->clients; n = s->node[n].next) {
        int32_t p = s->node[n].prev;
        int32_t clock = s->node[p].early + place_time(s, profile, s->place_of[p], s->place_of[n]);
        if (clock < in->window[2 * n]) clock = in->window[2 * n];
        clock += in->service[n];
        if (clock == s->node[n].early && n != first) break;
        touch_node(s, n);
        s->node[n].early = clock;
    }
    for (int32_t n = last; n < in->clients; n = s->node[n].prev) {
        int32_t q = s->node[n].next;
        int32_t late = s->node[q].late - place_time(s, profile, s->place_of[n], s->place_of[q]) - in->service[n];
        if (late > in->window[2 * n + 1]) late = in->window[2 * n + 1];
        if (late == s->node[n].late && n != last) break;
        touch_node(s, n);
        s->node[n].late = late;
    }
}

void touch_all(Search *s, int32_t van) {
    for (int32_t n = start_node(s, van);; n = s->node[n].next) {
        touch_node(s, n);
        if (n == end_node(s, van)) break;
    }
    touch_route(s, van);
}

/* A rich route is walked anew; the departures of the same van that follow start when it is back. */
static void refresh_rich(Search *s, int32_t van) {
    if (s->blocks) lay_route(s, van);
    else refresh_route(s, van);
    for (int32_t v = 0; s->successor[van] >= 0 && v < s->in.vans; v++)
        if (s->in.after[v] == van && s->route[v].stops) { touch_all(s, v); refresh_rich(s, v); }
}

/* After stops were taken out: walk through the routes that lost some. */
void settle(Search *s) {
    for (int32_t i = 0; i < s->pendings; i++) refresh_rich(s, s->pending[i]);
    s->pendings = 0;
}

/* A rich route counts right again only after `settle`. */
void take_out(Search *s, int32_t client) {
    const Input *in = &s->in;
    int32_t van = s->node[client].van, p = s->node[client].prev, q = s->node[client].next;
    Route *r = &s->route[van];
    touch_route(s, van);
    if (s->rich) {
        if (s->blocks) { touch_node(s, p); touch_node(s, q); touch_node(s, client); }
        else touch_all(s, van);
        for (int32_t d = 0; d < in->loads; d++) r->load[d] -= in->delivery[client * in->loads + d];
        s->node[p].next = q;
        s->node[q].prev = p;
        s->node[client].van = -1;
        r->stops--;
        /* stops leave in the order of the route: what follows one of them is the last that has another before it */
        if (r->from < 0 || r->from == client) r->from = q;
        r->upto = q;
        int32_t known = 0;
        for (int32_t i = 0; i < s->pendings; i++) known |= s->pending[i] == van;
        if (!known) s->pending[s->pendings++] = van;
        return;
    }
    touch_node(s, p); touch_node(s, q); touch_node(s, client);
    s->node[p].next = q;
    s->node[q].prev = p;
    s->node[client].van = -1;
    int32_t profile = in->profile[van], a = s->place_of[p], c = s->place_of[q];
    int64_t delta = -(int64_t)s->node[p].onward - s->node[client].onward;
    r->stops--;
    s->node[p].onward = place_cost(s, profile, a, c);
    if (r->stops) delta += s->node[p].onward;
    else delta -= in->van_price[van];
    for (int32_t d = 0; d < in->loads; d++) r->load[d] -= in->delivery[client * in->loads + d];
    r->cost += delta;
    s->cost += delta;
    spread(s, van, q, p);
}

static void count_in(Search *s, int32_t van, int32_t client) {
    s->route[van].stops++;
    for (int32_t d = 0; d < s->in.loads; d++) s->route[van].load[d] += s->in.delivery[client * s->in.loads + d];
}

/* `delta`: what it was judged to cost there. */
void put_in(Search *s, int32_t client, int32_t after, int64_t delta) {
    const Input *in = &s->in;
    int32_t van = s->node[after].van, q = s->node[after].next;
    Route *r = &s->route[van];
    touch_route(s, van);
    if (s->rich) {
        if (s->blocks) { touch_node(s, after); touch_node(s, q); }
        else touch_all(s, van);
        touch_node(s, client);
        s->node[after].next = client; s->node[client].prev = after;
        s->node[client].next = q; s->node[q].prev = client;
        s->node[client].van = van;
        if (!s->blocks || s->successor[van] >= 0) {
            if (s->blocks) count_in(s, van, client);
            refresh_rich(s, van);
            return;
        }
        count_in(s, van, client);
        if (r->from >= 0) r->laid = 0;
        r->from = client;
        r->upto = q;
        r->judged = 1;
        r->cost += delta;
        s->cost += delta;
        return;
    }
    touch_node(s, after); touch_node(s, q); touch_node(s, client);
    s->node[after].next = client; s->node[client].prev = after;
    s->node[client].next = q; s->node[q].prev = client;
    s->node[client].van = van;
    int32_t profile = in->profile[van], a = s->place_of[after], b = s->place_of[client], c = s->place_of[q];
    int32_t there = place_cost(s, profile, a, b), onward = place_cost(s, profile, b, c);
    delta = (int64_t)there + onward;
    if (r->stops) delta -= s->node[after].onward;
    else delta += in->van_price[van];
    s->node[after].onward = there;
    s->node[client].onward = onward;
    r->stops++;
    for (int32_t d = 0; d < in->loads; d++) r->load[d] += in->delivery[client * in->loads + d];
    r->cost += delta;
    s->cost += delta;
    spread(s, van, client, client);
}
