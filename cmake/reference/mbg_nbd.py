#!/usr/bin/env python3
"""Writes tests/loyalty/mbg_nbd_reference.inc: MBG/NBD at hard points, with 40 digits or more.

    python3 cmake/reference/mbg_nbd.py > tests/loyalty/mbg_nbd_reference.inc

Needs mpmath (written with 1.3.0). The points are those of bg_nbd.py. The formulas are the
published closed forms (Batislam, Denizel & Filiztekin 2007; Hoppe & Wagner 2007), products of
gamma functions and Gauss's hypergeometric function, which the library does not use. Where the
closed form is 0/0 (a = 1) it is evaluated at a + 1e-50 with 130 digits.
"""
import itertools

import mpmath as mp

from bg_nbd import points, text

mp.mp.dps = 130


def likelihood(r, alpha, a, b, x, t_x, T):
    """log L and P(alive)."""
    buy = mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(alpha) - mp.log(mp.beta(a, b))
    alive = buy + mp.log(mp.beta(a, b + x + 1)) - (r + x) * mp.log(alpha + T)
    left = buy + mp.log(mp.beta(a + 1, b + x)) - (r + x) * mp.log(alpha + t_x)
    top = max(alive, left)
    total = top + mp.log(mp.exp(alive - top) + mp.exp(left - top))
    return total, mp.exp(alive - total)


def expected_if_alive(r, alpha, a, b, x, T, t):
    if a == 1:
        a = a + mp.mpf(10) ** -50
    c = a + b + x
    z = t / (alpha + T + t)
    bracket = 1 - (1 - z) ** (r + x) * mp.hyp2f1(r + x, b + x + 1, c, z, maxterms=10**7)
    return c / (a - 1) * bracket


def main():
    print('// Written by cmake/reference/mbg_nbd.py with mpmath %s; do not edit.' % mp.__version__)
    print('// r, alpha, a, b, repeats, recency, age, horizon,')
    print('// log-likelihood, P(alive), expected purchases within the horizon')
    for point in itertools.islice(points(), 2100):
        r, alpha, a, b, x, t_x, T, t = (mp.mpf(v) for v in point)
        log_likelihood, alive = likelihood(r, alpha, a, b, x, t_x, T)
        expected = alive * expected_if_alive(r, alpha, a, b, x, T, t)
        print('{%s},' % ', '.join(text(v) for v in (*point, log_likelihood, alive, expected)), flush=True)


if __name__ == '__main__':
    main()
