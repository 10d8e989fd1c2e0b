"""Prints the reference values of rng_test.cpp from a second implementation: python3 rng_reference.py

Python's integers have no width and its logarithm of k! is its own, so neither the bit arithmetic
nor the Poisson probabilities are shared with the library.
"""

import math

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def rotate_left(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


class Rng:
    def __init__(self, seed):
        self.seed = seed
        self.s = [mix((seed + i * GOLDEN) & MASK) for i in range(1, 5)]

    def stream(self, k):
        return Rng(mix((mix(self.seed ^ GOLDEN) + k * GOLDEN) & MASK))

    def next(self):
        s = self.s
        result = (rotate_left((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate_left(s[3], 45)
        return result


def uniform(rng):
    return (rng.next() >> 11) / 2**53


def uniform_index(rng, n):
    while True:
        product = rng.next() * n
        if product % 2**64 >= 2**64 % n:
            return product // 2**64


def normal(rng):
    while True:
        x, y = 2 * uniform(rng) - 1, 2 * uniform(rng) - 1
        s = x * x + y * y
        if 0 < s < 1:
            return x * math.sqrt(-2 * math.log(s) / s)


def exponential(rng):
    return -math.log1p(-uniform(rng))


def gamma_above_one(rng, shape):  # without the squeeze, which must not change a draw
    d = shape - 1 / 3
    c = 1 / math.sqrt(9 * d)
    while True:
        x = normal(rng)
        if 1 + c * x <= 0:
            continue
        v = (1 + c * x) ** 3
        if math.log(1 - uniform(rng)) < x * x / 2 + d - d * v + d * math.log(v):
            return d * v


def log_gamma_draw(rng, shape):
    if shape >= 1:
        return math.log(gamma_above_one(rng, shape))
    return math.log(gamma_above_one(rng, shape + 1)) - exponential(rng) / shape


def gamma(rng, shape):
    return gamma_above_one(rng, shape) if shape >= 1 else math.exp(log_gamma_draw(rng, shape))


def beta(rng, a, b):
    first, second = log_gamma_draw(rng, a), log_gamma_draw(rng, b)
    return 1 / (1 + math.exp(second - first))


def poisson(rng, mean):
    if mean < 10:
        u, k = uniform(rng), 0
        while u >= sum(math.exp(-mean) * mean**i / math.factorial(i) for i in range(k + 1)):
            k += 1
        return k
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    v_r = 0.9277 - 3.6224 / (b - 2)
    while True:
        u, v = uniform(rng) - 0.5, 1 - uniform(rng)
        us = 0.5 - abs(u)
        k = math.floor((2 * a / us + b) * u + mean + 0.43)
        if us >= 0.07 and v <= v_r:
            return k
        if k < 0 or (us < 0.013 and v > us):
            continue
        log_hat = math.log(v) + math.log(inverse_alpha) - math.log(a / us**2 + b)
        if log_hat <= k * math.log(mean) - mean - math.lgamma(k + 1):
            return k


def show(name, draw, count=5):
    rng = Rng(42)
    print(name, [draw(rng) for _ in range(count)], "then", rng.next())


if __name__ == "__main__":
    for seed, k in ((42, 0), (42, 1), (42, MASK), (0, 0), (MASK, 7)):
        rng = Rng(seed).stream(k)
        print("stream", seed, k, [rng.next(), rng.next()])
    print("stream 1 of stream 2 of 42", Rng(42).stream(2).stream(1).next())
    show("uniform", uniform)
    for n in (1, 6, 2**63 + 1, MASK):
        show(f"uniform_index {n}", lambda rng: uniform_index(rng, n))
    show("normal", normal)
    show("exponential", exponential)
    show("gamma 2.5", lambda rng: gamma(rng, 2.5))
    show("gamma 0.3", lambda rng: gamma(rng, 0.3))
    show("log_gamma_draw 1e-6", lambda rng: log_gamma_draw(rng, 1e-6))
    show("beta 0.8 2.4", lambda rng: beta(rng, 0.8, 2.4))
    show("poisson 3.5", lambda rng: poisson(rng, 3.5))
    show("poisson 12.5", lambda rng: poisson(rng, 12.5), 20)
    show("poisson 123.4", lambda rng: poisson(rng, 123.4), 20)
