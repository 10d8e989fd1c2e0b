#!/usr/bin/env python3
"""Writes tests/loyalty/nbd_reference.inc: NBD at hard points, with 40 digits or more.

    python3 cmake/reference/nbd.py > tests/loyalty/nbd_reference.inc

Needs mpmath (written with 1.3.0). Products of gamma functions (Ehrenberg 1959) with 130 digits, so
that nothing that cancels is lost.
"""
import itertools
import random

import mpmath as mp

from bg_nbd import text

mp.mp.dps = 130


def log_likelihood(r, alpha, x, T):
    return mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(alpha) - (r + x) * mp.log(alpha + T)


def probability(r, alpha, n, t):
    """P(n purchases of a new customer within t)."""
    return mp.exp(mp.loggamma(r + n) - mp.loggamma(r) - mp.loggamma(n + 1)
                  + r * mp.log(alpha / (alpha + t)) + (n * mp.log(t / (alpha + t)) if n else 0))


def points():
    for (r, alpha), x, T, t in itertools.product(
            ((.385, 12.07), (1e-6, 1), (1e8, 1e9), (40, 1e-6), (.5, 1e12), (3, 20)),
            (0, 1, 7, 100, 10000), (0, 1e-9, 39, 1e6), (1e-6, 1, 52, 1e6)):
        yield r, alpha, x, T, t
    generator = random.Random(1959)
    log_uniform = lambda low, high: float('%.6g' % (low * (high / low) ** generator.random()))
    while True:
        x = 0 if generator.random() < .15 else int(log_uniform(1, 3000))
        yield (log_uniform(.01, 100), log_uniform(.01, 1000), x, log_uniform(.1, 2000),
               log_uniform(.01, 5000))


def main():
    print('// Written by cmake/reference/nbd.py with mpmath %s; do not edit.' % mp.__version__)
    print('// r, alpha, repeats, age, horizon,')
    print('// log-likelihood, expected purchases and P(as many as the repeats) within the horizon')
    for point in itertools.islice(points(), 1000):
        r, alpha, x, T, t = (mp.mpf(v) for v in point)
        values = log_likelihood(r, alpha, x, T), (r + x) * t / (alpha + T), probability(r, alpha, x, t)
        print('{%s},' % ', '.join(text(v) for v in (*point, *values)), flush=True)


if __name__ == '__main__':
    main()
