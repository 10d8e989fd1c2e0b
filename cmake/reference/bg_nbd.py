#!/usr/bin/env python3
"""Writes tests/loyalty/bg_nbd_reference.inc: BG/NBD at hard points, with 40 digits or more.

    python3 cmake/reference/bg_nbd.py > tests/loyalty/bg_nbd_reference.inc

Needs mpmath (written with 1.3.0). The formulas are the published closed forms, products of gamma
functions and Gauss's hypergeometric function (Fader, Hardie & Lee 2005, eqs. 6, 7 and 10), which
the library does not use. Where the closed form is 0/0 (a = 1, or a + b + x = 1) it is evaluated
at a + 1e-50 with 130 digits, which leaves more than 40 right.
"""
import itertools
import random

import mpmath as mp

mp.mp.dps = 130


def likelihood(r, alpha, a, b, x, t_x, T):
    """log L and P(alive), eqs. 6 and the odds of Fader & Hardie (2008)."""
    stay = mp.log(mp.beta(a, b + x)) - mp.log(mp.beta(a, b))
    buy = mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(alpha)
    alive = stay + buy - (r + x) * mp.log(alpha + T)
    if x == 0:
        return alive, mp.mpf(1)
    left = mp.log(mp.beta(a + 1, b + x - 1)) - mp.log(mp.beta(a, b))
    left += buy - (r + x) * mp.log(alpha + t_x)
    top = max(alive, left)
    total = top + mp.log(mp.exp(alive - top) + mp.exp(left - top))
    return total, mp.exp(alive - total)


def expected_if_alive(r, alpha, a, b, x, T, t):
    """Eq. 10 without its denominator, which is P(alive)."""
    if a == 1 or a + b + x == 1:
        a = a + mp.mpf(10) ** -50
    c = a + b + x - 1
    z = t / (alpha + T + t)
    bracket = 1 - (1 - z) ** (r + x) * mp.hyp2f1(r + x, b + x, c, z, maxterms=10**7)
    return c / (a - 1) * bracket


def points():
    named = [
        (.5, 2, .3, .6, 0, 0, 39, 52),        # existing software returns NaN
        (.11, 2.24, .31, .5, 0, 0, 1, 52),    # a + b < 1
        (.243, 4.414, .793, 2.426, 2, 30.43, 38.86, 39),  # published, Fader, Hardie & Lee (2005)
        (.25, 4, .8, 2.5, 200, 38, 40, 52),
    ]
    yield from named
    # Through the removable singularities of the closed form.
    for a, (b, x, t_x, T), t in itertools.product(
            (1, 1 - 1e-12, 1 + 1e-12, 1 - 1e-6, 1 + 1e-6, .999, 1.001),
            ((.6, 0, 0, 39), (2.4, 1, 3, 39), (.3, 7, 30, 39), (5, 40, 38.5, 39), (2.4, 300, 50, 50)),
            (1e-6, 1, 52, 1e4)):
        yield .243, 4.414, a, b, x, t_x, T, t
    # a + b + x = 1, and close to it.
    for (a, b), nudge, r, T, t in itertools.product(
            ((.25, .75), (.5, .5), (.875, .125), (.0625, .9375)), (0, 1e-12, -1e-12, 1e-4),
            (.1, .5, 3), (0, 1, 500), (1e-9, 10, 1e5)):
        yield r, 2, a, b + nudge, 0, 0, T, t
    # Ages and alphas from seconds to nothing, horizons from tiny to huge.
    for alpha, T, t, x in itertools.product((1e-6, 1, 1e9, 1e15), (0, 1e-9, 50, 1e12),
                                            (1e-12, 1, 1e8), (0, 1, 12)):
        if T > 0 or x == 0:
            yield .4, alpha, .8, 2.5, x, T * .75 if x else 0, T, t
    # Up to 10,000 repeats.
    for x, share, (r, alpha, a, b), t in itertools.product(
            (100, 1000, 3000, 10000), (1, .9995, .9), ((.243, 4.414, .793, 2.426), (3, 1, .02, 9)),
            (1e-3, 4, 52)):
        yield r, alpha, a, b, x, 1000 * share, 1000, t
    # Nearly no dropout, nearly equal customers, dropout of all at once.
    for (r, alpha, a, b), (x, t_x, T), t in itertools.product(
            ((.5, 5, 1e-6, 2), (.5, 5, 1e-3, 1e-3), (.5, 5, .8, 3e4), (1e4, 1e5, .8, 2), (40, 400, 50, 90),
             (1e-4, 1, .5, .5), (2, 3, 30, .01), (.5, 5, 1e4, 3e4)),
            ((0, 0, 10), (1, 1, 10), (1, 10, 10), (8, 6, 10), (60, 10, 10)),
            (1e-3, 3, 50, 4e3)):
        yield r, alpha, a, b, x, t_x, T, t
    generator = random.Random(2005)
    log_uniform = lambda low, high: float('%.6g' % (low * (high / low) ** generator.random()))
    while True:
        x = 0 if generator.random() < .15 else int(log_uniform(1, 2000))
        T = log_uniform(.1, 2000)
        t_x = 0 if x == 0 else T if generator.random() < .1 else float('%.6g' % (T * generator.random()))
        yield (log_uniform(.02, 20), log_uniform(.05, 500), log_uniform(.02, 20),
               log_uniform(.02, 50), x, t_x, T, log_uniform(.01, 5000))


def text(value):
    if value != 0 and abs(value) < mp.mpf(10) ** -300:
        value = mp.mpf(0)
    return repr(float(value))  # the shortest text that gives the nearest double


def main():
    print('// Written by cmake/reference/bg_nbd.py with mpmath %s; do not edit.' % mp.__version__)
    print('// r, alpha, a, b, repeats, recency, age, horizon,')
    print('// log-likelihood, P(alive), expected purchases within the horizon')
    for point in itertools.islice(points(), 2100):
        r, alpha, a, b, x, t_x, T, t = (mp.mpf(v) for v in point)
        log_likelihood, alive = likelihood(r, alpha, a, b, x, t_x, T)
        expected = alive * expected_if_alive(r, alpha, a, b, x, T, t)
        print('{%s},' % ', '.join(text(v) for v in (*point, log_likelihood, alive, expected)), flush=True)


if __name__ == '__main__':
    main()
