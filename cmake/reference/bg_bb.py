#!/usr/bin/env python3
"""Writes tests/loyalty/bg_bb_reference.inc: BG/BB at hard points, with 40 digits or more.

    python3 cmake/reference/bg_bb.py > tests/loyalty/bg_bb_reference.inc

Needs mpmath (written with 1.3.0). The formulas are the published ones (Fader, Hardie & Shang 2010):
likelihood and P(alive) from beta functions of every opportunity, where the library multiplies
ratios, and the closed form of the expectation, which the library does not use. Where that is 0/0
(gamma = 1) it is evaluated at gamma + 1e-50 with 130 digits, which leaves more than 40 right.
"""
import itertools
import random

import mpmath as mp

from bg_nbd import text

mp.mp.dps = 130


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def left_after(alpha, beta, gamma, delta, x, i):
    """P(history of x purchases at i given opportunities, and gone before the next)."""
    return mp.exp(log_beta(alpha + x, beta + i - x) - log_beta(alpha, beta)
                  + log_beta(gamma + 1, delta + i) - log_beta(gamma, delta))


def likelihood(alpha, beta, gamma, delta, x, t_x, n):
    """log L and P(alive at n + 1)."""
    buy = log_beta(alpha + x, beta + n - x) - log_beta(alpha, beta)
    alive = mp.exp(buy + log_beta(gamma, delta + n) - log_beta(gamma, delta))
    left = 0
    if t_x < n:
        left = mp.fsum(left_after(alpha, beta, gamma, delta, x, i) for i in range(int(t_x), int(n)))
    there = mp.exp(buy + log_beta(gamma, delta + n + 1) - log_beta(gamma, delta))
    return mp.log(alive + left), there / (alive + left)


def expected(alpha, beta, gamma, delta, x, n, horizon, alive):
    """Purchases at the next `horizon` opportunities; `alive` is P(alive at n + 1)."""
    if gamma == 1:
        gamma = gamma + mp.mpf(10) ** -50
    d = delta + n + 1
    seen = (d + gamma - 1) / (gamma - 1) * (
        1 - mp.exp(mp.loggamma(d + horizon) - mp.loggamma(d)
                   - mp.loggamma(d + gamma - 1 + horizon) + mp.loggamma(d + gamma - 1)))
    return alive * (alpha + x) / (alpha + beta + n) * seen


def points():
    published = (1.2035, .7498, .6568, 2.7834)
    for t_x, horizon in itertools.product(range(7), (1, 5, 100)):
        for x in range(1 if t_x else 0, t_x + 1):
            yield *published, x, t_x, 6, horizon
    # Through the removable singularity of the closed form.
    for gamma, (x, t_x, n), horizon in itertools.product(
            (1, 1 - 1e-12, 1 + 1e-12, 1 - 1e-7, 1 + 1e-7, 1 - 1e-6, 1 + 1e-6, .999, 1.001),
            ((0, 0, 0), (0, 0, 6), (3, 5, 40), (7, 40, 40)), (1, 12, 1000, 1001, 100000)):
        yield .8, 2.5, gamma, 3.5, x, t_x, n, horizon
    # Many opportunities, long silences, daily boxes for years.
    for (x, t_x, n), (alpha, beta, gamma, delta), horizon in itertools.product(
            ((0, 0, 2000), (1, 1, 2000), (900, 1000, 2000), (1000, 1000, 2000), (10, 1999, 2000),
             (2000, 2000, 2000), (400, 1000, 1000)),
            (published, (.05, 4, .01, 9), (30, 60, 2, 900), (.5, .5, .02, .02)), (1, 365, 4000)):
        yield alpha, beta, gamma, delta, x, t_x, n, horizon
    # Nearly no dropout, nearly equal customers, dropout of all at once.
    for shape, (x, t_x, n), horizon in itertools.product(
            ((1, 2, 1e-6, 2), (1, 2, 1e-3, 1e-3), (1e4, 2e4, .5, 3), (1, 2, 1e4, 3e4),
             (1e-4, 1e-4, .5, 3), (2, 3, 30, .01), (1e-3, 1e3, 1e3, 1e-3)),
            ((0, 0, 1), (0, 0, 12), (1, 1, 12), (1, 12, 12), (12, 12, 12), (6, 9, 12)),
            (1, 12, 5000)):
        yield *shape, x, t_x, n, horizon
    generator = random.Random(2010)
    log_uniform = lambda low, high: float('%.6g' % (low * (high / low) ** generator.random()))
    while True:
        n = int(log_uniform(1, 400))
        t_x = 0 if generator.random() < .15 else n if generator.random() < .1 else generator.randint(1, n)
        x = generator.randint(1, t_x) if t_x else 0
        yield (log_uniform(.02, 50), log_uniform(.02, 50), log_uniform(.02, 20),
               log_uniform(.02, 50), x, t_x, n, int(log_uniform(1, 5000)))


def main():
    print('// Written by cmake/reference/bg_bb.py with mpmath %s; do not edit.' % mp.__version__)
    print('// alpha, beta, gamma, delta, repeats, recency, age, horizon,')
    print('// log-likelihood, P(alive at the next opportunity), expected purchases within the horizon')
    for point in itertools.islice(points(), 2000):
        a, b, c, d, x, t_x, n, horizon = (mp.mpf(v) for v in point)
        log_likelihood, alive = likelihood(a, b, c, d, x, t_x, n)
        e = expected(a, b, c, d, x, n, horizon, alive)
        print('{%s},' % ', '.join(text(v) for v in (*point, log_likelihood, alive, e)), flush=True)


if __name__ == '__main__':
    main()
