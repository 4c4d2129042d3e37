#pragma once
#include <stdint.h>

// The reference that ratios are taken against: a binary heap of 24-byte events, compared by time and then by order.
typedef struct hold_model hold_model;

// HOLD_PHOLD adds a lookahead of a tenth of the mean and draws a destination.
typedef enum { HOLD_EXPONENTIAL, HOLD_BURSTY, HOLD_FAR_FUTURE, HOLD_SIMULTANEOUS, HOLD_PHOLD } hold_increments;

hold_model *hold_create(long pending, uint64_t seed, hold_increments increments);
// Pops, draws an increment and pushes, `operations` times; returns a digest of the times popped.
uint64_t hold_run(hold_model *model, long operations);
void hold_destroy(hold_model *model);

// An M/M/1 queue of rate `rho` on the same heap, two events a customer; returns the customers' summed waits in us.
uint64_t mm1_run(long customers, double rho, uint64_t seed);
