"""One synthetic person with everything NOMIS holds of them, all of it adding up. A pure function of seed and day."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from demo import names, notes, numbers, photographs
from demo.places import Prison
from demo.rows import Rows

ID_STEP = 1000
"""Ids of one person lie in a block of their own, so that people can be made in any order and by several processes."""
COURTS = ["LEEDMC", "LEEDCC", "SHEFCC", "DONCMC", "WAKECC", "BRADCC"]
OFFENCES = [
    ("TH68010", "TH68", "Theft from shop", 20, 6),
    ("TH68023", "TH68", "Burglary of a dwelling", 18, 36),
    ("CJ88001", "CJ88", "Common assault", 14, 6),
    ("OF61016", "OF61", "Wounding with intent", 9, 84),
    ("MD71130", "MD71", "Possession of class A drug with intent to supply", 16, 54),
    ("TH68051", "TH68", "Robbery", 11, 60),
    ("PC53001", "PC53", "Possession of an offensive weapon", 8, 12),
    ("SX03001", "SX03", "Rape of a woman aged 16 or over", 5, 120),
    ("COML025", "COML", "Murder", 4, 0),
    ("RT88333", "RT88", "Driving while disqualified", 8, 4),
    ("FI06001", "FI06", "Fraud by false representation", 7, 24),
]
ALERTS = [
    ("H", "HA", 4, ["Opened after reception interview.", "Cut to left arm, hourly checks."]),
    ("H", "HA2", 12, ["ACCT closed after review."]),
    ("H", "HA1", 3, ["Post closure review in seven days."]),
    ("X", "XVL", 14, ["Assault on another prisoner, March.", "History of violence in custody."]),
    ("X", "XSA", 5, ["Assaulted an officer at unlock."]),
    ("X", "XA", 3, ["Set fire to bedding in cell."]),
    ("X", "XGANG", 6, ["Linked to a gang in the city."]),
    ("X", "XEL", 1, ["On the escape list. Bright clothing."]),
    ("X", "XR", 3, ["Racist language to staff."]),
    ("X", "XCU", 2, ["Two officers to unlock."]),
    ("X", "XTACT", 1, ["Terrorism Act offence."]),
    ("X", "HPI", 1, ["High public interest: do not discuss."]),
    ("R", "RSS", 6, ["Threats to staff."]),
    ("R", "RCON", 9, ["Keep apart: see non-associations."]),
    ("R", "RNO121", 4, ["No one-to-one with female staff."]),
    ("R", "RKS", 4, ["Risk to a known adult in custody."]),
    ("R", "ROM", 14, [""]),
    ("R", "ROH", 8, [""]),
    ("P", "PVN", 5, ["ViSOR nominal."]),
    ("P", "P22", 6, [""]),
    ("M", "PEEP", 5, ["Needs help down stairs.", "Uses a wheelchair."]),
    ("M", "HID", 9, ["Autism. Prefers a quiet room."]),
    ("M", "MAS", 6, ["Inhaler in possession."]),
    ("L", "LCE", 9, [""]),
    ("F", "F1", 4, ["Served in the army for six years."]),
    ("V", "VIP", 4, ["Isolates in cell; encourage to meals."]),
    ("V", "VI", 3, [""]),
    ("O", "CSIP", 5, ["CSIP open."]),
    ("T", "TAP", 3, ["Hold until the programme ends."]),
    ("S", "SOR", 5, [""]),
    ("C", "CC1", 3, [""]),
    ("X", "XNR", 1, ["Not for release: check with OMU."]),
    ("O", "ONCR", 3, [""]),
    ("X", "XCI", 2, ["Took part in a protest."]),
]
ACTIVITY_SLOTS = ((9, 0, 11, 45), (13, 45, 16, 45))


@dataclass(slots=True)
class Custody:
    """Where somebody in custody is held."""

    prison: Prison
    cell: int


@dataclass(slots=True)
class World:
    """What all people share."""

    today: date
    seed: int
    national: bool
    staff: dict[str, list[int]] = field(default_factory=dict)
    prison_codes: list[str] = field(default_factory=list)


def _wall(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Person:
    """Makes one person's rows. `index` is their place in the whole country."""

    def __init__(self, index: int, world: World, rows: Rows, custody: Custody | None, women_only: bool) -> None:
        self.world, self.rows, self.custody, self.index = world, rows, custody, index
        self.chance = Random(world.seed * 10_000_019 + index)
        self.next_id = (index + 1) * ID_STEP
        self.root = self._id()
        self.number = numbers.prison_number(index)
        self.woman = women_only or (custody is None and self.chance.random() < 0.05)
        self.today = world.today
        self.working = self.root
        self.age = 18 + int(min(self.chance.expovariate(1 / 19), 62))
        self.born = self.today - timedelta(days=self.age * 365 + self.chance.randrange(365) + self.age // 4)
        self.fifteen, self.eighteen = _months_after(self.born, 15 * 12), _months_after(self.born, 18 * 12)

    def _id(self) -> int:
        self.next_id += 1
        return self.next_id

    def make(self) -> None:
        """Every row of this person."""
        self._names()
        if self.custody is not None:
            self._in_custody()
        elif self.chance.random() < 0.03:
            return  # known, never booked
        else:
            self._released()

    # -- who they are

    def _names(self) -> None:
        c = self.chance
        self.heritage = names.heritage(c)
        self.first = names.pick(c, self.heritage.women if self.woman else self.heritage.men)
        self.last = names.pick(c, self.heritage.last)
        middle = names.pick(c, self.heritage.women if self.woman else self.heritage.men) if c.random() < 0.35 else None
        ethnicity = c.choice(self.heritage.ethnicities)
        self._name(self.root, self.last, self.first, middle, "CN", ethnicity)
        if c.random() < 0.25:
            alias = self._id()
            other = names.pick(c, self.heritage.last)
            kind = "MAID" if self.woman and c.random() < 0.5 else "A"
            first = self.first if c.random() < 0.6 else names.pick(c, self.heritage.men)
            self._name(alias, other, first, None, kind, ethnicity)
        year = min(self.born.year + 16 + c.randrange(6), self.today.year - 1)
        add = self.rows.add
        if c.random() < 0.85:
            add("offender_identifiers", self.root, 1, "PNC", numbers.pnc(c, year), _wall(date(year, 6, 1)), self.root)
        if c.random() < 0.6:
            add("offender_identifiers", self.root, 2, "CRO", numbers.cro(c, year), _wall(date(year, 6, 1)), self.root)

    def _name(self, id_: int, last: str, first: str, middle: str | None, kind: str, ethnicity: str) -> None:
        self.rows.add(
            "offenders",
            id_,
            self.number,
            self.root,
            "SEQ",
            last,
            first,
            middle,
            last,
            first,
            kind,
            None,
            _wall(self.born),
            None,
            "F" if self.woman else "M",
            ethnicity,
            _wall(self.today - timedelta(days=900)),
        )

    def _book_number(self) -> str:
        return f"{self.chance.randrange(10_000, 99_999)}{self.chance.choice('ABCDEFGH')}"

    # -- released people: lighter, but whole

    def _released(self) -> None:
        c, add = self.chance, self.rows.add
        grown = max((self.today - self.eighteen).days - 60, 0)
        left = self.today - timedelta(days=60 + int(c.random() * min(grown, 5000)))
        for seq in range(1, 1 + (c.random() < 0.25) + 1):
            booking, stay = self._id(), 30 + c.randrange(500)
            came = left - timedelta(days=stay)
            if came < self.fifteen:
                break
            prison = c.choice(self.world.prison_codes)
            add(
                "offender_bookings",
                booking,
                self.root,
                self.root,
                self._book_number(),
                seq,
                _wall(came),
                _wall(left),
                "C",
                "INST",
                "N",
                "OUT",
                "REL-CR",
                "OUT",
                None,
                "N",
                "Y",
            )
            self._movement(booking, 1, came, 17, "ADM", "I", "IN", c.choice(COURTS), prison, last=False)
            self._movement(booking, 2, left, 9, "REL", "CR", "OUT", prison, "OUT", last=True)
            add("offender_imprison_statuses", booking, 1, "ADIMP_ORA", _wall(came), "Y")
            if seq == 1 and c.random() < 0.4:
                self._alert(booking, 1, c.choice(ALERTS), prison, came, left)
            left = came - timedelta(days=100 + c.randrange(900))

    def _movement(
        self,
        booking: int,
        seq: int,
        day: date,
        hour: int,
        kind: str,
        reason: str,
        way: str,
        from_: str,
        to: str,
        *,
        last: bool,
    ) -> None:
        at = _wall(day, hour, self.chance.randrange(60))
        self.rows.add(
            "offender_external_movements",
            booking,
            seq,
            _wall(day),
            at,
            kind,
            reason,
            way,
            from_,
            to,
            "Y" if last else "N",
        )

    # -- people in custody

    def _in_custody(self) -> None:
        assert self.custody is not None
        c, add, code = self.chance, self.rows.add, self.custody.prison.code
        roll = c.random()
        days_in = int(c.expovariate(1 / 320)) + 3
        if roll < 0.008:
            days_in = 0
        elif roll < 0.02:
            days_in = 1 + c.randrange(2)
        days_in = min(days_in, max((self.today - self.eighteen).days, 0))
        came = self.today - timedelta(days=days_in)
        booking = self._id()
        outcome = c.random()
        state = "in"
        if days_in > 10 and not self.woman:
            state = (
                "transit"
                if outcome < 0.004
                else "court"
                if outcome < 0.012
                else "absence"
                if outcome < 0.016
                else "hospital"
                if outcome < 0.0185
                else "in"
            )
        left = self.today - timedelta(days=c.randrange(9) if state == "hospital" else 0)
        reason = self._moves(booking, came, left, code, state)
        self._bookings(booking, came, left, state, reason)
        self._why_held(booking, came, code)
        self._risk(booking, came, code)
        self._profile(booking)
        self._days(booking, code, state)
        self._people(booking, code, came)
        for seq, alert in enumerate(c.sample(ALERTS, min(int(c.expovariate(1 / 2.4)), 9)), 1):
            self._alert(booking, seq, alert, code, max(came, self.today - timedelta(days=900)), None)
        add("offender_physical_attributes", booking, 1, 150 + c.randrange(48), 52 + c.randrange(62))
        if c.random() < 0.3:
            add(
                "offender_identifying_marks",
                booking,
                1,
                c.choice(["ARM", "NECK", "HAND", "LEG"]),
                c.choice(["TAT", "TAT", "SCAR"]),
                c.choice("LR"),
                c.choice(["Dragon", "Rose", "Name on forearm", "Old burn"]),
            )
        if not self.world.national:
            full, small = photographs.drawn(c.randrange(photographs.KINDS))
            add(
                "offender_images",
                self._id(),
                booking,
                _wall(came, 12),
                "OFF_BKG",
                "FACE",
                "FRONT",
                full,
                small,
                "Y",
                "LIVE",
            )

    def _bookings(self, booking: int, came: date, left: date, state: str, reason: str) -> None:
        assert self.custody is not None
        c, add = self.chance, self.rows.add
        shown = {
            "in": ("Y", "IN"),
            "court": ("Y", "OUT"),
            "absence": ("Y", "OUT"),
            "transit": ("N", "TRN"),
            "hospital": ("N", "OUT"),
        }[state]
        agency = {"transit": "TRN", "hospital": "OUT"}.get(state, self.custody.prison.code)
        cell = self.custody.cell if state in ("in", "court", "absence") else None
        if cell is not None and came == self.today:
            cell = self.custody.prison.reception
        add(
            "offender_bookings",
            booking,
            self.working,
            self.root,
            self._book_number(),
            1,
            _wall(came),
            _wall(left) if state == "hospital" else None,
            "C" if state == "hospital" else "O",
            "INST",
            shown[0],
            shown[1],
            reason,
            agency,
            cell,
            "N",
            "Y",
        )
        if c.random() < 0.4:
            older, ended = self._id(), came - timedelta(days=90 + c.randrange(900))
            began = ended - timedelta(days=60 + c.randrange(300))
            prison = c.choice(self.world.prison_codes)
            if began < self.fifteen:
                return
            add(
                "offender_bookings",
                older,
                self.root,
                self.root,
                self._book_number(),
                2,
                _wall(began),
                _wall(ended),
                "C",
                "INST",
                "N",
                "OUT",
                "REL-CR",
                "OUT",
                None,
                "N",
                "Y",
            )
            self._movement(older, 1, began, 16, "ADM", "I", "IN", c.choice(COURTS), prison, last=False)
            self._movement(older, 2, ended, 9, "REL", "CR", "OUT", prison, "OUT", last=True)

    def _moves(self, booking: int, came: date, left: date, code: str, state: str) -> str:
        """The movements and beds of the latest booking. Gives type and reason of the last movement."""
        assert self.custody is not None
        c, add = self.chance, self.rows.add
        elsewhere = [prison for prison in self.world.prison_codes if prison != code]
        seq, last_reason = 0, ""

        def move(
            day: date, hour: int, kind: str, reason: str, way: str, from_: str, to: str, last: bool = False
        ) -> None:
            nonlocal seq, last_reason
            seq, last_reason = seq + 1, f"{kind}-{reason}"
            self._movement(booking, seq, day, hour, kind, reason, way, from_, to, last=last)

        earlier = None
        arrived = came
        if c.random() < 0.3 and (self.today - came).days > 60:
            earlier = c.choice(elsewhere)
            move(came, 17, "ADM", "N", "IN", c.choice(COURTS), earlier)
            arrived = came + timedelta(days=20 + c.randrange((self.today - came).days - 40))
            move(arrived, 9, "TRN", "NOTR", "OUT", earlier, code)
            move(arrived, 14, "ADM", "INT", "IN", earlier, code, state == "in")
        else:
            move(came, 17, "ADM", c.choice(["N", "I", "I", "L"]), "IN", c.choice(COURTS), code, state == "in")
        if state == "court":
            move(self.today, 8, "CRT", "CRT", "OUT", code, c.choice(COURTS), True)
        elif state == "absence":
            move(self.today, 8, "TAP", "C5", "OUT", code, "OUT", True)
        elif state == "transit":
            move(self.today, 9, "TRN", "NOTR", "OUT", code, c.choice(elsewhere), True)
        elif state == "hospital":
            move(left, 11, "REL", "HP", "OUT", code, "HAZLWD", True)
        if arrived == self.today:
            add(
                "bed_assignment_histories",
                booking,
                1,
                self.custody.prison.reception,
                _wall(arrived),
                _wall(arrived, 17),
                None,
                None,
                "ADM",
            )
            return last_reason
        first = self.custody.prison.reception
        add(
            "bed_assignment_histories",
            booking,
            1,
            first,
            _wall(arrived),
            _wall(arrived, 17),
            _wall(arrived),
            _wall(arrived, 21),
            "ADM",
        )
        add(
            "bed_assignment_histories",
            booking,
            2,
            self.custody.cell,
            _wall(arrived),
            _wall(arrived, 21),
            _wall(left) if state in ("transit", "hospital") else None,
            _wall(left, 9) if state in ("transit", "hospital") else None,
            c.choice(["ADM", "LN", "CLA"]),
        )
        return last_reason

    def _why_held(self, booking: int, came: date, code: str) -> None:
        c, add = self.chance, self.rows.add
        offence = c.choices(OFFENCES, [o[3] for o in OFFENCES])[0]
        case, charge = self._id(), self._id()
        remand = c.random() < 0.22
        life = offence[2] == "Murder" and not remand
        recall = not remand and not life and c.random() < 0.15
        status = "RX" if remand else "MLP" if life else "LR_ORA" if recall else "ADIMP_ORA"
        add("offender_imprison_statuses", booking, 1, status, _wall(came), "Y")
        add(
            "offender_cases",
            case,
            booking,
            f"T{came.year}{c.randrange(1000, 9999)}",
            "A",
            c.choice(COURTS),
            _wall(came),
        )
        add(
            "offender_charges",
            charge,
            booking,
            offence[1],
            offence[0],
            _wall(came - timedelta(days=20 + c.randrange(300))),
            "Y",
            None if remand else "1002",
            "A",
            case,
        )
        self.category = "U"
        if remand:
            day = self.today + timedelta(days=c.randrange(40))
            add("court_events", self._id(), booking, case, _wall(day), _wall(day, 10), "CRT", "SCH", c.choice(COURTS))
            return
        if life:
            years = 12 + c.randrange(14)
            tariff = _months_after(came, years * 12)
            add("offender_sentences", booking, 1, case, "2003", "MLP", "A", _wall(came), None)
            add("offender_sentence_terms", booking, 1, 1, "IMP", years, 0, 0, _wall(came), "Y")
            add(
                "offender_sent_calculations",
                self._id(),
                booking,
                _wall(came, 12),
                "NEW",
                f"{years:02d}/00/00",
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                _wall(tariff),
            )
            self.category = "B" if not self.woman else "R"
            return
        served = (self.today - came).days
        length = max(int(offence[4] * 30.4 * (0.6 + 0.9 * c.random())), int(served * 2.1) + 40)
        start = came
        years, months = divmod(round(length / 30.4), 12)
        expiry = _months_after(start, years * 12 + months) - timedelta(days=1)
        part = 0.5 if years < 4 else 2 / 3
        release = start + timedelta(days=int((expiry - start).days * part) + 1)
        override = release + timedelta(days=c.randrange(1, 15)) if c.random() < 0.08 else None
        curfew = release - timedelta(days=min(180, (release - start).days // 3)) if years < 4 else None
        add("offender_sentences", booking, 1, case, "2003", "ADIMP_ORA", "A", _wall(start), _wall(expiry))
        add("offender_sentence_terms", booking, 1, 1, "IMP", years, months, 0, _wall(start), "N")
        add(
            "offender_sent_calculations",
            self._id(),
            booking,
            _wall(start, 12),
            "NEW",
            f"{years:02d}/{months:02d}/00",
            _wall(expiry),
            _wall(release),
            _wall(override) if override else None,
            _wall(expiry),
            _wall(curfew) if curfew else None,
            None,
            None,
            None,
        )
        if c.random() < 0.1:
            add("offender_release_details", booking, _wall(override or release), None, "REL", "CR")
        if self.woman:
            self.category = c.choice(["R", "R", "T", "Q"])
        elif self.age < 21:
            self.category = c.choice(["I", "I", "J"])
        else:
            self.category = c.choices(["C", "B", "D", "A", "H", "P"], [62, 22, 13, 1, 0.4, 0.4])[0]

    def _risk(self, booking: int, came: date, code: str) -> None:
        c, add = self.chance, self.rows.add
        officer = c.choice(self.world.staff[code])
        done = came + timedelta(days=min(10, (self.today - came).days))
        seq = 1
        if self.category != "U" or c.random() < 0.4:
            review = self.today + timedelta(days=c.randrange(-20, 330))
            add(
                "offender_assessments",
                booking,
                seq,
                1,
                _wall(done),
                _wall(done),
                "A",
                self.category,
                None,
                self.category,
                officer,
                _wall(done),
                "APP",
                _wall(review),
                code,
            )
            seq += 1
        if c.random() < 0.97:
            level = "HI" if c.random() < 0.12 else "STANDARD"
            add(
                "offender_assessments",
                booking,
                seq,
                2,
                _wall(came),
                _wall(came),
                "A",
                level,
                None,
                None,
                officer,
                None,
                None,
                None,
                code,
            )
        add("offender_iep_levels", booking, 1, _wall(came), _wall(came, 18), code, "STD", "Entry", "SYS")
        level_seq, day = 1, came
        while (self.today - day).days > 90 and level_seq < 4:
            day += timedelta(days=60 + c.randrange(250))
            if day > self.today:
                break
            level_seq += 1
            level = c.choices(["STD", "ENH", "BAS"], [50, 38, 12])[0]
            add("offender_iep_levels", booking, level_seq, _wall(day), _wall(day, 14), code, level, "Review", "SYS")
        for account, most in ((2101, 8000), (2102, 6000), (2103, 3000)):
            pence = c.randrange(-200 if account == 2102 else 0, most)
            add("offender_sub_accounts", code, self.root, account, f"{pence / 100:.2f}", "0.00")

    def _profile(self, booking: int) -> None:
        c = self.chance
        entries: list[tuple[str, str]] = [
            ("RELF", c.choice(self.heritage.religions)),
            ("NAT", c.choice(self.heritage.nationalities)),
            ("SMOKE", c.choice("YNV")),
            ("MARITAL", c.choice("SSSMCD")),
            ("SEXO", c.choice(["HET"] * 12 + ["HOM", "BIS", "ND"])),
            ("HAIR", c.choice(["BROWN", "BLACK", "BLONDE", "GREY", "BALD"])),
            ("BUILD", c.choice(["MEDIUM", "SLIGHT", "HEAVY"])),
        ]
        if c.random() < 0.02:
            entries.append(("LIST_REC", "Y"))
        elif c.random() < 0.02:
            entries.append(("LIST_SUIT", "Y"))
        for seq, (kind, code) in enumerate(entries, 1):
            self.rows.add("offender_profile_details", booking, 1, kind, code, seq)
        language = self.heritage.language if c.random() < 0.5 else "ENG"
        self.rows.add(
            "offender_languages", booking, language, "PREF_SPEAK", "Y", "N", "Y" if language != "ENG" else "N"
        )
        if c.random() < 0.12:
            self.rows.add(
                "offender_health_problems",
                self._id(),
                booking,
                c.choice(["DISAB", "PHY"]),
                c.choice(["LD", "HD", "ASTH", "EPI"]),
                _wall(self.today - timedelta(days=200)),
                None,
                "ON",
            )

    def _alert(
        self, booking: int, seq: int, alert: tuple[str, str, int, list[str]], code: str, since: date, ended: date | None
    ) -> None:
        c = self.chance
        start = since + timedelta(days=c.randrange(max(((ended or self.today) - since).days, 1)))
        end = ended
        if end is None and c.random() < 0.25:
            end = start + timedelta(days=10 + c.randrange(400))
        end = max(end, start) if end else None
        status = "INACTIVE" if end and end <= self.today else "ACTIVE"
        self.rows.add(
            "offender_alerts",
            booking,
            seq,
            self.root,
            alert[0],
            alert[1],
            _wall(start),
            _wall(end) if end else None,
            status,
            "N",
            c.choice(alert[3]) or None,
            None,
            code,
            _wall(start),
            f"{code}_OFFICER",
        )

    # -- days, visits, conduct, contacts

    def _days(self, booking: int, code: str, state: str) -> None:
        c, add, today = self.chance, self.rows.add, self.today
        assert self.custody is not None
        rooms = self.custody.prison.rooms
        if state == "in" and c.random() < 0.7:
            activity = self.custody.prison.first_id * 10 + c.randrange(1, 4)
            for hour, minute, to_hour, to_minute in ACTIVITY_SLOTS:
                add(
                    "offender_course_attendances",
                    self._id(),
                    booking,
                    _wall(today),
                    _wall(today, hour, minute),
                    _wall(today, to_hour, to_minute),
                    "PA",
                    "SCH",
                    activity,
                    code,
                )
        if c.random() < 0.2:
            day = today + timedelta(days=c.randrange(3))
            hour = 9 + c.randrange(8)
            add(
                "offender_ind_schedules",
                self._id(),
                booking,
                _wall(day),
                _wall(day, hour, 30),
                _wall(day, hour + 1),
                "INT_MOV",
                "APP",
                c.choice(["MEDO", "GYMW", "CHAP", "EDUC"]),
                "SCH",
                code,
                rooms["HEALTH"],
                None,
            )
        if c.random() < 0.01:
            day = today + timedelta(days=1 + c.randrange(6))
            add(
                "offender_ind_schedules",
                self._id(),
                booking,
                _wall(day),
                _wall(day, 9),
                None,
                "EXT_MOV",
                "TRN",
                "NOTR",
                "SCH",
                code,
                None,
                c.choice(self.world.prison_codes),
            )
        add("offender_visit_balances", booking, c.randrange(-1, 5), c.randrange(0, 3))
        for offset in c.sample(range(-60, 21), c.randrange(0, 4)):
            day = today + timedelta(days=offset)
            add(
                "offender_visits",
                self._id(),
                booking,
                _wall(day),
                _wall(day, 14),
                _wall(day, 15),
                "SCON",
                "SCH" if offset >= 0 else "NORM",
                rooms["VISITS"],
                code,
            )
        if c.random() < 0.1:
            self._adjudication(booking, code)

    def _adjudication(self, booking: int, code: str) -> None:
        c, add = self.chance, self.rows.add
        incident, hearing = self._id(), self._id()
        day = self.today - timedelta(days=c.randrange(200))
        add("agency_incidents", incident, code, _wall(day), _wall(day, 11), "Fight on the landing")
        add("agency_incident_parties", incident, 1, "S", booking, incident)
        heard = min(day + timedelta(days=3), self.today)
        add("oic_hearings", hearing, incident, "GOV_ADULT", _wall(heard), _wall(heard, 10), "COMP")
        proved = c.random() < 0.75
        add("oic_hearing_results", hearing, 1, c.choice(["GUILTY", "NOT_GUILTY"]), "PROVED" if proved else "D")
        if proved:
            add(
                "offender_oic_sanctions",
                booking,
                1,
                c.choice(["CC", "FORFEIT", "STOP_PCT", "CAUTION"]),
                7 + c.randrange(14),
                _wall(heard),
                "IMMEDIATE",
                incident,
            )

    def _people(self, booking: int, code: str, came: date) -> None:
        c, add = self.chance, self.rows.add
        if c.random() < 0.8:
            day = max(came, self.today - timedelta(days=c.randrange(1, 200)))
            add(
                "offender_key_workers",
                booking,
                c.choice(self.world.staff[code]),
                _wall(day),
                _wall(day, 10),
                "OMU",
                code,
                "Y",
            )
        for place in range(c.randrange(0, 4)):
            person = self._id()
            woman = c.random() < 0.6
            first = names.pick(c, self.heritage.women if woman else self.heritage.men)
            add("persons", person, self.last, first, None, "F" if woman else "M")
            add(
                "offender_contact_persons",
                self._id(),
                booking,
                person,
                "S",
                "MOT" if woman else "BRO",
                "Y",
                "Y" if place == 0 else "N",
                "Y" if place == 0 else "N",
                "Y",
            )
        if c.random() < 0.6:
            person = self._id()
            add("persons", person, names.pick(c, names.ENGLISH_LAST), names.pick(c, names.ENGLISH_WOMEN), None, "F")
            add(
                "offender_contact_persons",
                self._id(),
                booking,
                person,
                "O",
                c.choice(["SOL", "PROB"]),
                "N",
                "N",
                "N",
                "Y",
            )
        served = (self.today - came).days
        for _ in range(2 if self.world.national else 3 + c.randrange(6)):
            kind = notes.KINDS[c.randrange(len(notes.KINDS))]
            day = self.today - timedelta(days=c.randrange(min(served, 150) + 1))
            text = notes.note(c, kind, woman=self.woman)
            add(
                "offender_case_notes",
                self._id(),
                booking,
                _wall(day),
                _wall(day, 8 + c.randrange(10), c.randrange(60)),
                kind[0],
                kind[1],
                c.choice(self.world.staff[code]),
                code,
                text,
                "N",
                "INST",
            )
