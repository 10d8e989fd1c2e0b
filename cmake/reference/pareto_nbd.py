#!/usr/bin/env python3
"""Writes tests/loyalty/pareto_nbd_reference.inc: Pareto/NBD at hard points, with 40 digits or more.

    python3 cmake/reference/pareto_nbd.py > tests/loyalty/pareto_nbd_reference.inc

Needs mpmath (written with 1.3.0). The formulas are the published closed forms, differences of
Gauss's hypergeometric functions (Schmittlein, Morrison & Colombo 1987; Fader & Hardie 2005, "A note
on deriving the Pareto/NBD model"; 2006, "Deriving an expression for P(X(t) = x)"), which the
library does not use. Where a closed form is 0/0 (s = 1) it is evaluated at s + 1e-50 with 120
digits, which leaves more than 40 right.
"""
import itertools
import random

import mpmath as mp

from bg_nbd import text

mp.mp.dps = 120


def gauss(b_first, b_second, r, alpha, s, beta, order, top, t):
    """F(order, b; top; z) / (larger + t)^order, with b as the larger of alpha and beta asks."""
    larger = max(alpha, beta)
    b = b_first if alpha >= beta else b_second
    z = abs(alpha - beta) / (larger + t)
    return mp.hyp2f1(order, b, top, z, maxterms=10**7) / (larger + t) ** order


def likelihood(r, alpha, s, beta, x, t_x, T):
    """log L and P(alive), Fader & Hardie (2005) eqs. (17) to (22)."""
    q = r + s + x
    at = lambda t: gauss(s + 1, r + x, r, alpha, s, beta, q, q + 1, t)
    left = s / q * (at(t_x) - at(T))
    alive = (alpha + T) ** -(r + x) * (beta + T) ** -s
    buy = mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(alpha) + s * mp.log(beta)
    return buy + mp.log(alive + left), alive / (alive + left)


def expected_if_alive(r, alpha, s, beta, x, T, t):
    """Eq. (41) without P(alive)."""
    if s == 1:
        s = s + mp.mpf(10) ** -50
    factor = (r + x) * (beta + T) / ((alpha + T) * (s - 1))
    return factor * (1 - ((beta + T) / (beta + T + t)) ** (s - 1))


def probability_of_count(r, alpha, s, beta, x, t):
    """P(X(t) = x) of a new customer, Fader & Hardie (2006) eq. (16)."""
    ways = mp.gamma(r + x) / (mp.gamma(r) * mp.factorial(x))
    alive = ways * (alpha / (alpha + t)) ** r * (t / (alpha + t)) ** x * (beta / (beta + t)) ** s
    top = r + s + x + 1
    sum_to = gauss(s + 1, r + x, r, alpha, s, beta, r + s, top, 0)
    for i in range(int(x) + 1):
        term = mp.rf(r + s, i) / mp.factorial(i) * t ** i
        sum_to -= term * gauss(s + 1, r + x, r, alpha, s, beta, r + s + i, top, t)
    return alive + alpha**r * beta**s * mp.beta(r + x, s + 1) / mp.beta(r, s) * sum_to


def points():
    # Where existing software fails: CLVTools 0.12.1 is wrong in silence, ...
    yield 50, 3000, .05, .01, 0, 0, 1000, 52
    yield .3, 3, .2, 5000, 400, 5, 6, 52
    # ... its expectation is NaN at s = 1, ...
    yield .6, 9, 1, 12, 2, 20, 39, 52
    # ... and it was not finite (issue 100); nor is BTYD 2.4.3 where (alpha + T)^(r + x) overflows, ...
    for x, t_x, T in ((221, 103.42857, 103.57143), (254, 97.14286, 97.28571), (161, 94.71429, 98),
                      (204, 98.57143, 99.42857)):
        yield .5143, 2.8845, .2856, 14.1087, x, t_x, T, 52
    # ... nor lifetimes 0.11.3 (test_overflow_error) at these.
    for x, t_x, T in ((400, 5, 6), (500, 1, 37), (500, 4, 37)):
        yield 10.465, 7.98565181e-3, 3.0516, 2.82, x, t_x, T, 52
    yield .553, 10.578, .606, 11.669, 2, 30.43, 38.86, 39  # published, Fader, Hardie & Lee (2005)
    # alpha and beta as good as equal.
    for nudge, (s, x, t_x, T), t in itertools.product(
            (0, 1e-14, -1e-14, 1e-9, -1e-9, 1e-4, -1e-4), ((.6, 0, 0, 39), (2.4, 1, 3, 39), (.3, 7, 30, 39),
                                                           (5, 40, 38.5, 39)), (1e-3, 52)):
        yield .7, 10 + nudge, s, 10, x, t_x, T, t
    # Through the removable singularity at s = 1.
    for nudge, (x, t_x, T), t in itertools.product(
            (0, 1e-12, -1e-12, 1e-6, -1e-6, 1e-3, -1e-3), ((0, 0, 39), (3, 12, 39), (30, 38, 39)),
            (1e-6, 52, 1e6)):
        yield .6, 9, 1 + nudge, 12, x, t_x, T, t
    # Ages from nothing to ages, silence from none to long.
    for (alpha, beta), T, share, x in itertools.product(
            ((1e-6, 3), (3, 1e-6), (1, 1e9), (1e9, 1), (7, 12)), (1e-9, 1, 50, 1e9),
            (0, .5, 1 - 1e-9, 1), (0, 1, 12)):
        if x > 0 or share == 0:
            yield .4, alpha, .8, beta, x, T * share, T, 52
    # Up to 10,000 repeats.
    for x, share, (r, alpha, s, beta), t in itertools.product(
            (100, 1000, 3000, 10000), (1, .9995, .9, .3),
            ((.553, 10.578, .606, 11.669), (3, 1, .02, 900), (2, 800, 3, 1)), (4, 52)):
        yield r, alpha, s, beta, x, 1000 * share, 1000, t
    # Nearly no dropout, nearly equal customers, dropout of all at once.
    for (r, alpha, s, beta), (x, t_x, T) in itertools.product(
            ((.5, 5, 1e-8, 2), (.5, 5, 1e-3, 1e-3), (.5, 5, .8, 3e6), (1e4, 1e5, .8, 2), (40, 400, 900, 9e4),
             (1e-6, 1, .5, .5), (1e-4, 3, 1e-4, .01), (.5, 5, 1e5, 3e6), (2e3, 6e3, 1e3, 1e4), (2, 3, 30, .01),
             (1e-3, 1e4, 1e-2, 1e-2), (1e-2, 1e-2, 1e-3, 1e4)),
            ((0, 0, 10), (1, 1, 10), (1, 10, 10), (8, 6, 10), (60, 10, 10))):
        yield r, alpha, s, beta, x, t_x, T, 52
    generator = random.Random(1987)
    log_uniform = lambda low, high: float('%.6g' % (low * (high / low) ** generator.random()))
    while True:
        x = 0 if generator.random() < .15 else int(log_uniform(1, 2000))
        T = log_uniform(.1, 2000)
        t_x = 0 if x == 0 else T if generator.random() < .1 else float('%.6g' % (T * generator.random()))
        yield (log_uniform(.02, 20), log_uniform(.05, 500), log_uniform(.02, 20),
               log_uniform(.05, 500), x, t_x, T, log_uniform(.01, 5000))


def main():
    print('// Written by cmake/reference/pareto_nbd.py with mpmath %s; do not edit.' % mp.__version__)
    print('// r, alpha, s, beta, repeats, recency, age, horizon,')
    print('// log-likelihood, P(alive), expected purchases within the horizon,')
    print('// P(as many repeats of a new customer within the horizon), NAN for more than 12 repeats')
    for point in itertools.islice(points(), 2100):
        r, alpha, s, beta, x, t_x, T, t = (mp.mpf(v) for v in point)
        log_likelihood, alive = likelihood(r, alpha, s, beta, x, t_x, T)
        expected = alive * expected_if_alive(r, alpha, s, beta, x, T, t)
        count = text(probability_of_count(r, alpha, s, beta, x, t)) if x <= 12 else 'NAN'
        values = [text(v) for v in (*point, log_likelihood, alive, expected)]
        print('{%s},' % ', '.join([*values, count]), flush=True)


if __name__ == '__main__':
    main()
