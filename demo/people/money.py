"""Three accounts, and what went in and out of them in the last three months: what each holds is what its entries say."""

from datetime import date, timedelta

from demo.people.person import Person, wall

ACCOUNTS = {"REG": 2101, "SPND": 2102, "SAV": 2103}
MONTHS_BACK = 92
HELD_DAYS = 10


class _Book:
    """The entries of one person, and what they add up to."""

    def __init__(self, p: Person, booking: int) -> None:
        self.p, self.booking = p, booking
        self.pence = dict.fromkeys(ACCOUNTS, 0)
        self.held = dict.fromkeys(ACCOUNTS, 0)

    def enter(
        self,
        day: date,
        account: str,
        pence: int,
        kind: str,
        words: str,
        *,
        txn: int | None = None,
        entry: int = 1,
        held_until: date | None = None,
    ) -> None:
        """Money in above 0, out below. Money held until a day is there, but cannot be spent."""
        if not pence:
            return
        self.pence[account] += pence
        if held_until:
            self.held[account] += pence
        id_ = txn or self.p.new_id()
        self.p.add(
            "offender_transactions",
            id_,
            entry,
            self.p.place.code,
            self.p.root,
            self.booking,
            kind,
            "CR" if pence > 0 else "DR",
            f"{abs(pence) / 100:.2f}",
            wall(day),
            words,
            account,
            str(id_)[-8:],
            wall(held_until) if held_until else None,
        )

    def move(self, day: date, pence: int, from_: str, to: str, words: str) -> None:
        """From one account to another: one transaction, two entries."""
        txn = self.p.new_id()
        self.enter(day, from_, -pence, "OT", words, txn=txn, entry=1)
        self.enter(day, to, pence, "OT", words, txn=txn, entry=2)


def add_money(p: Person, booking: int, came: date) -> None:
    """Wages and spending week by week, money from home, savings; nobody spends what is not there, but for damage."""
    c, book = p.about(19), _Book(p, booking)
    back = 14 if p.world.national else MONTHS_BACK
    start = max(came, p.today - timedelta(days=back))
    words = "Cash on reception" if start == came else "Balance brought forward"
    for account, most in (("REG", 6000), ("SPND", 3000), ("SAV", 1500)):
        book.enter(start, account, c.randrange(0, most), "ADM" if start == came else "BBF", words)
    wage, payday = c.randrange(400, 1500), start + timedelta(days=1 + c.randrange(7))
    while payday <= p.today:
        book.enter(payday, "SPND", wage, "A_EARN", "Wages for work and education")
        _spend_a_week(p, book, c.randrange(300, 1700), payday)
        if c.random() < 0.25 and book.pence["REG"] < 12000:
            book.enter(payday, "REG", c.choice([1000, 2000, 2500, 4000]), "MTDS", "Sent by family")
        if c.random() < 0.4 and book.pence["REG"] >= 1500 and book.pence["SPND"] < 12000:
            book.move(payday, 1000, "REG", "SPND", "Weekly transfer to spends")
        if c.random() < 0.08 and book.pence["SPND"] >= 400:
            book.move(payday, 200, "SPND", "SAV", "Put aside")
        payday += timedelta(days=7)
    if c.random() < 0.03:
        p.taken_for_damage = book.pence["SPND"] + c.randrange(50, 200)
        book.enter(p.today, "SPND", -p.taken_for_damage, "DAM", "Damage to a cell fitting")
    if c.random() < 0.04:
        until = p.today + timedelta(days=HELD_DAYS)
        book.enter(p.today, "REG", 2000, "CHQ", "Cheque, not cleared yet", held_until=until)
    for account, code in ACCOUNTS.items():
        held = f"{book.held[account] / 100:.2f}"
        p.add("offender_sub_accounts", p.place.code, p.root, code, f"{book.pence[account] / 100:.2f}", held)


def _spend_a_week(p: Person, book: _Book, wanted: int, payday: date) -> None:
    canteen = min(wanted, book.pence["SPND"])
    day = payday + timedelta(days=2)
    if canteen <= 0 or day > p.today:
        return
    book.enter(day, "SPND", -canteen, "CANT", "Canteen")
    phone = min(wanted // 4, book.pence["SPND"])
    if phone >= 100 and not p.world.national:
        book.enter(day, "SPND", -phone, "PHONE", "Phone credit")
