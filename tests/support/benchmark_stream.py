# SPDX-License-Identifier: BSL-1.0
"""The streams of docs/benchmark_card.md once more, written from that page alone, with integers of any size.

    benchmark_stream.py <stream> <events> <members> <seed>          writes the CSV file
    benchmark_stream.py --check <loyalty_run>                       compares the files of loyalty_run, byte by byte
"""
import datetime
import subprocess
import sys

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def mixed(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def split_mix(state):
    """The first number behind a state."""
    return mixed((state + GAMMA) & MASK)


def bits(seed, event, purpose):
    return split_mix((split_mix((seed * 16 + purpose) & MASK) + event * GAMMA) & MASK)


def below(random, end):
    return random * end >> 64


def draw_cents(r):
    total = (r & 0xFFFF) + (r >> 16 & 0xFFFF) + (r >> 32 & 0xFFFF) + (r >> 48)
    e = 735889 + ((total - 131070) * 147340 >> 16)
    whole, f = e >> 16, e & 0xFFFF
    m = 65536 + (f * (43025 + (22511 * f >> 16)) >> 16)
    return (m << whole) >> 16


KIND, TIME, MEMBER, BASKET, LINES, REST = range(6)
WEEKDAYS = [2, 2, 2, 3, 4, 5, 3]
MONTHS = [4, 4, 4, 4, 4, 4, 3, 3, 4, 5, 7, 8]
HOURS = [0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 8, 9, 8, 6, 5, 5, 7, 9, 9, 7, 5, 2, 1]
# returns, redemptions, repeats of 1,024 events; whether there are rings
SHAPES = {
    "even": (0, 0, 0, False),
    "seasons": (0, 0, 0, False),
    "shop": (51, 20, 0, False),
    "doubles": (51, 20, 10, False),
    "rings": (51, 20, 0, True),
}


class Stream:
    def __init__(self, name, events, members, seed):
        self.returns, self.redemptions, self.repeats, self.rings = SHAPES[name]
        self.is_even = name == "even"
        self.events, self.members, self.seed = events, members, seed
        first = datetime.date(2024, 1, 1)
        self.weights = []
        for i in range(731):
            day = first + datetime.timedelta(days=i)
            self.weights.append(1 if self.is_even else WEEKDAYS[day.weekday()] * MONTHS[day.month - 1])

    def bits(self, i, purpose):
        return bits(self.seed, i, purpose)

    def time(self, i):
        span = sum(self.weights) * 86400
        at = (i * span + below(self.bits(i, TIME), span)) // self.events
        day = 0
        while at >= self.weights[day] * 86400:
            at -= self.weights[day] * 86400
            day += 1
        second = at // self.weights[day]
        if not self.is_even:
            rest = second * sum(HOURS)
            for hour, weight in enumerate(HOURS):
                if rest < weight * 86400:
                    second = hour * 3600 + rest // (24 * weight)
                    break
                rest -= weight * 86400
        return datetime.datetime(2024, 1, 1) + datetime.timedelta(days=day, seconds=second)

    def member(self, i):
        u = self.bits(i, MEMBER)
        if not self.is_even:
            u = (u * u >> 64) * u >> 64
        return below(u, self.members)

    def ring_place(self, i):
        """0 to 7 of an event that buys, 256 to 263 of one that redeems, 512 to 519 of one that gives back; else None."""
        place = i % 1024
        return place if self.rings and place % 256 < 8 and place < 520 else None

    def drawn(self, i):
        place = self.ring_place(i)
        if place is not None:
            return "purchase" if place < 8 else "redemption"
        dice = below(self.bits(i, KIND), 1024)
        for kind, share in (("return", self.returns), ("redemption", self.redemptions), ("repeat", self.repeats)):
            if dice < share:
                return kind
            dice -= share
        return "purchase"

    def target(self, i, nearest, farthest):
        k = i - nearest - below(self.bits(i, REST), farthest - nearest + 1)
        return k if k >= 0 and self.drawn(k) == "purchase" and self.ring_place(k) is None else None

    def purchase(self, i):
        member = self.member(i)
        if self.ring_place(i) is not None:
            ring = i // 1024 % max(self.members // 256, 1)
            member = self.members - min(ring * 8 + i % 8 + 1, self.members)
        basket = self.bits(i, BASKET)
        trailing = lambda x: next(k for k in range(8) if not x >> k & 1)
        size = 1 if self.is_even else 1 + trailing(basket & 0x7F)
        lines = []
        state = self.bits(i, LINES)
        for k in range(size):
            random = split_mix(state)
            state = (state + GAMMA) & MASK
            article = below(random * random >> 64, 1000)
            quantity = 1 if self.is_even else 1 + trailing(basket >> (8 + 7 * k) & 0x7F)
            lines.append((article, quantity, draw_cents(bits(0, article, 15))))
        return member, lines

    def rows(self, i):
        """The rows of an event of the file, without their time."""
        place = self.ring_place(i)
        kind = self.drawn(i)
        if place is not None and place >= 512:
            member, lines = self.purchase(i - 512)
            return [("return", i, member, i - 512, line) for line in lines]
        if place is not None and place >= 256:
            member, lines = self.purchase(i - 256)
            return [("redemption", i, member, None, max(sum(q * p for _, q, p in lines) // 100, 1))]
        if kind == "return":
            k = self.target(i, 1, 512)
            if k is not None:
                member, lines = self.purchase(k)
                return [("return", i, member, k, lines[below(self.bits(i, LINES), len(lines))])]
        if kind == "redemption":
            return [("redemption", i, self.member(i), None, 100 * (1 + below(self.bits(i, REST), 5)))]
        source = i
        if kind == "repeat":
            k = self.target(i, 2, 5)
            source = i if k is None else k
        member, lines = self.purchase(source)
        return [("purchase", source, member, None, line) for line in lines]

    def text(self):
        yield "id,member,time,kind,original,sku,category,quantity,unit_price,points_redeemed\n"
        for i in range(self.events):
            for kind, event, member, original, what in self.rows(i):
                begin = f"e{event},m{member},{self.time(event)},{kind},"
                if kind == "redemption":
                    yield f"{begin},,,,,{what}\n"
                    continue
                article, quantity, price = what
                named = "" if original is None else f"e{original}"
                yield f"{begin}{named},a{article},{article % 16},{quantity},{price // 100}.{price % 100:02},\n"


def check(program):
    for name in SHAPES:
        for events, members, seed in ((1000, 100, 42), (2600, 700, 7), (1, 1, 0)):
            ours = "".join(Stream(name, events, members, seed).text()).encode()
            command = [program, "generate", "--stream", name, "--transactions", str(events), "--customers", str(members),
                       "--seed", str(seed), "--csv", "-", "-q"]
            theirs = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
            if ours != theirs:
                for number, (left, right) in enumerate(zip(ours.split(b"\n"), theirs.split(b"\n")), 1):
                    if left != right:
                        sys.exit(f"{name}, line {number}: the page says {left!r}, the program {right!r}")
                sys.exit(f"{name}: {len(ours)} bytes by the page, {len(theirs)} by the program")
            print(f"{name}, {events} events of {members} members, seed {seed}: {len(ours)} equal bytes")


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        check(sys.argv[2])
    else:
        name, events, members, seed = sys.argv[1], *map(int, sys.argv[2:5])
        sys.stdout.writelines(Stream(name, events, members, seed).text())
