#!/usr/bin/env python3
"""Writes tests/loyalty/cnbd_reference.inc: BG/CNBD-k and MBG/CNBD-k at hard points, in 40 digits.

    python3 cmake/reference/cnbd.py > tests/loyalty/cnbd_reference.inc

Needs mpmath (written with 1.3.0). Likelihood and P(alive) are products of gamma functions (Platzer &
Reutterer 2016). The expectation sums over purchases the probability that so many steps are taken,
each a regularised incomplete beta function, where the library sums over steps and knows none:

    P(alive) sum_j w_j / W sum_i c_i I_z(i k - j, n + j),   w_j = (n)_j / j! ((T - t_x) / (alpha + T))^j

with n = r + k x, z = t / (alpha + T + t), c_i the probability to have stayed after i - 1 purchases.
"""
import itertools
import random
import sys

import mpmath as mp

from bg_nbd import text

mp.mp.dps = 60


def weights(n, alpha, k, t_x, T):
    z = (T - t_x) / (alpha + T)
    return [mp.rf(n, j) / mp.factorial(j) * z ** j for j in range(k)]


def likelihood(k, first, r, alpha, a, b, x, t_x, T):
    """log L without the waits, and P(alive)."""
    n = r + k * x
    buy = (mp.loggamma(n) - mp.loggamma(r) + r * mp.log(alpha) - x * mp.loggamma(k)
           - mp.log(mp.beta(a, b)))
    alive = (buy + mp.log(mp.beta(a, b + x + first)) - n * mp.log(alpha + T)
             + mp.log(mp.fsum(weights(n, alpha, k, t_x, T))))
    if x + first == 0:
        return alive, mp.mpf(1)
    left = buy + mp.log(mp.beta(a + 1, b + x + first - 1)) - n * mp.log(alpha + t_x)
    top = max(alive, left)
    total = top + mp.log(mp.exp(alive - top) + mp.exp(left - top))
    return total, mp.exp(alive - total)


def expected_if_alive(k, first, r, alpha, a, b, x, t_x, T, t):
    n = r + k * x
    z = t / (alpha + T + t)
    b = b + x + first
    w = weights(n, alpha, k, t_x, T)
    total = mp.mpf(0)
    for j in range(k):
        if w[j] == 0:
            continue
        i, c, mean = 1, mp.mpf(1), mp.mpf(0)
        while True:
            term = c * mp.betainc(i * k - j, n + j, 0, z, regularized=True)
            mean += term
            if term < mean * mp.mpf(10) ** -22 and i * k > n * t / (alpha + T):
                break
            c *= (b + i - 1) / (a + b + i - 1)
            i += 1
        total += w[j] * mean
    return total / mp.fsum(w)


def points():
    shapes = ((.227, 1.463, .944, 2.074), (1.329, 2.813, .425, .790), (.3, 5, 1, 2), (.11, 2.24, .31, .5),
              (.6, 320, .002, .06), (3, 20, 2.5, 9))
    for k, first, shape, (x, t_x, T), t in itertools.product(
            (1, 2, 3, 5), (0, 1), shapes,
            ((0, 0, 0), (0, 0, 39), (1, 3, 39), (7, 30, 39), (40, 38.5, 39), (26, 12, 39)), (1e-4, 1, 26)):
        yield (k, first, *shape, x, t_x, T, t)
    # Many steps, many purchases, long silences.
    for k, first, (x, t_x, T), t in itertools.product(
            (2, 3, 12, 32), (0, 1),
            ((3, 30, 39), (100, 99, 100), (100, 20, 100), (1000, 900, 1000), (10000, 1000, 1000)), (.1, 3)):
        yield (k, first, .35, 1.1, .52, 2.8, x, t_x, T, t)
    generator = random.Random(2016)
    log_uniform = lambda low, high: float('%.6g' % (low * (high / low) ** generator.random()))
    while True:
        x = 0 if generator.random() < .15 else int(log_uniform(1, 200))
        T = log_uniform(1, 300)
        t_x = 0 if x == 0 else T if generator.random() < .1 else float('%.6g' % (T * generator.random()))
        yield (generator.choice((1, 2, 3, 4, 8)), generator.randint(0, 1), log_uniform(.02, 20),
               log_uniform(.05, 500), log_uniform(.02, 20), log_uniform(.02, 50), x, t_x, T,
               log_uniform(.01, 1) * T)


def main(count):
    print('// Written by cmake/reference/cnbd.py with mpmath %s; do not edit.' % mp.__version__)
    print('// k, first, r, alpha, a, b, repeats, recency, age, horizon,')
    print('// log-likelihood without the waits, P(alive), expected purchases within the horizon')
    for point in itertools.islice(points(), count):
        k, first = point[:2]
        r, alpha, a, b, x, t_x, T, t = (mp.mpf(v) for v in point[2:])
        log_likelihood, alive = likelihood(k, first, r, alpha, a, b, x, t_x, T)
        expected = alive * expected_if_alive(k, first, r, alpha, a, b, x, t_x, T, t)
        values = (*(mp.mpf(v) for v in point), log_likelihood, alive, expected)
        print('{%s},' % ', '.join(text(v) for v in values), flush=True)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
