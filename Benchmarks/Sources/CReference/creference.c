#include "creference.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
  int64_t time;
  uint64_t order;
  uint16_t kind, tag;
  uint32_t index;
} event;

typedef struct {
  event *base;
  long count, capacity;
} heap;

static inline int precedes(const event *a, const event *b) {
  return a->time != b->time ? a->time < b->time : a->order < b->order;
}

static inline void heap_push(heap *h, event e) {
  if (h->count == h->capacity) {
    h->capacity = h->capacity ? 2 * h->capacity : 64;
    h->base = realloc(h->base, h->capacity * sizeof(event));
  }
  long hole = h->count++;
  while (hole > 0) {
    long parent = (hole - 1) / 2;
    if (!precedes(&e, &h->base[parent])) break;
    h->base[hole] = h->base[parent];
    hole = parent;
  }
  h->base[hole] = e;
}

static inline event heap_pop(heap *h) {
  event least = h->base[0], last = h->base[--h->count];
  long hole = 0, count = h->count;
  for (;;) {
    long child = 2 * hole + 1;
    if (child >= count) break;
    if (child + 1 < count && precedes(&h->base[child + 1], &h->base[child])) child++;
    if (!precedes(&h->base[child], &last)) break;
    h->base[hole] = h->base[child];
    hole = child;
  }
  h->base[hole] = last;
  return least;
}

// xoshiro256++ by Blackman and Vigna, seeded by SplitMix64.
typedef struct {
  uint64_t s[4];
} xoshiro;

static inline uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline uint64_t xoshiro_next(xoshiro *x) {
  uint64_t *s = x->s, result = rotl(s[0] + s[3], 23) + s[0], t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotl(s[3], 45);
  return result;
}

static xoshiro xoshiro_seed(uint64_t seed) {
  xoshiro x;
  for (int i = 0; i < 4; i++) {
    uint64_t z = (seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    x.s[i] = z ^ (z >> 31);
  }
  return x;
}

static inline double exponential(xoshiro *x) { return -log(((xoshiro_next(x) >> 11) + 0.5) * 0x1p-53); }

struct hold_model {
  heap pending;
  xoshiro random;
  hold_increments increments;
  uint64_t serial, digest;
};

static inline int64_t increment(hold_model *m) {
  switch (m->increments) {
    case HOLD_EXPONENTIAL: return (int64_t)(exponential(&m->random) * 1e6);
    case HOLD_SIMULTANEOUS: return 1000000;
    case HOLD_PHOLD: m->digest += xoshiro_next(&m->random) >> 60; return 100000 + (int64_t)(exponential(&m->random) * 9e5);
    case HOLD_BURSTY: {  // nine of ten within a millisecond, the tenth pays for it
      uint64_t r = xoshiro_next(&m->random);
      return (int64_t)(exponential(&m->random) * (r % 10 ? 1e3 : 1e7));
    }
    case HOLD_FAR_FUTURE: {  // one of a hundred a year ahead
      uint64_t r = xoshiro_next(&m->random);
      return (int64_t)(exponential(&m->random) * (r % 100 ? 1e6 : 3e13));
    }
  }
  return 0;
}

hold_model *hold_create(long pending, uint64_t seed, hold_increments increments) {
  hold_model *m = calloc(1, sizeof *m);
  m->random = xoshiro_seed(seed);
  m->increments = increments;
  for (long i = 0; i < pending; i++) heap_push(&m->pending, (event){increment(m), m->serial++, 0, 0, (uint32_t)i});
  return m;
}

uint64_t hold_run(hold_model *m, long operations) {
  for (long i = 0; i < operations; i++) {
    event e = heap_pop(&m->pending);
    m->digest = m->digest * 31 + (uint64_t)e.time;
    e.time += increment(m);
    e.order = m->serial++;
    heap_push(&m->pending, e);
  }
  return m->digest;
}

void hold_destroy(hold_model *m) {
  free(m->pending.base);
  free(m);
}

uint64_t mm1_run(long customers, double rho, uint64_t seed) {
  heap pending = {0};
  xoshiro random = xoshiro_seed(seed);
  uint64_t serial = 0, waits = 0;
  long arrived = 0, head = 0, capacity = 1 << 16, left = 0;
  int64_t *arrivals = malloc(capacity * sizeof(int64_t));
  int busy = 0;
  heap_push(&pending, (event){(int64_t)(exponential(&random) * 1e6 / rho), serial++, 0, 0, 0});
  while (left < customers) {
    event e = heap_pop(&pending);
    if (e.kind == 0) {
      heap_push(&pending, (event){e.time + (int64_t)(exponential(&random) * 1e6 / rho), serial++, 0, 0, 0});
      if (busy) {
        arrivals[arrived++ & (capacity - 1)] = e.time;
        continue;
      }
      busy = 1;
    } else {
      left++;
      if (head == arrived) {
        busy = 0;
        continue;
      }
      waits += (uint64_t)(e.time - arrivals[head++ & (capacity - 1)]);
    }
    heap_push(&pending, (event){e.time + (int64_t)(exponential(&random) * 1e6), serial++, 1, 0, 0});
  }
  free(arrivals);
  free(pending.base);
  return waits;
}
