"""The story of one lead of the sample workbook: first call, judgement, deal, and what became of the customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from random import Random

from xltags.books.demo.channels import CHANNELS, JUDGEMENTS
from xltags.books.demo.companies import Company
from xltags.books.demo.people import BRIEFING, DEVELOPERS, JUDGES, LAST_DAY, LEFT, SELLERS, SUCCESSOR
from xltags.core.values import Value

Row = dict[str, Value | None]
Words = Mapping[str, Sequence[str]]
NEXT_CALL, NEXT_DEMO, NEXT_OFFER, NEXT_CONTRACT = 0, 2, 3, 5
# Steps of a deal: the stage entered, days to get there, the share of the losses that falls there, the note to write.
STEPS = (
    ("stage.opportunity.need_confirmed", (4, 16), 0.25, "need"),
    ("stage.opportunity.demo", (7, 24), 0.20, "demo"),
    ("stage.opportunity.quotation", (6, 21), 0.35, "quotation"),
    ("stage.opportunity.negotiation", (7, 28), 0.20, "negotiation"),
)
NOT_YET_CALLED = 7  # days: the leads of the last week still wait for their first call
TERM = 182  # days of a contract, after which it is renewed or not


@dataclass
class Lead:
    """A customer in the making: its company, its row of `Customers`, the log of what happened, and the last day logged.

    `fit` is how well it suits us in logits; `emerging` marks an industry that has begun to buy.
    """

    id: str
    company: Company
    contact: str
    row: Row
    fit: float
    first: date
    emerging: bool = False
    log: list[Row] = field(default_factory=list)


class Story:
    """Tells what happens to a lead, day by day, until it is settled or today is reached."""

    def __init__(self, random: Random, lead: Lead, words: Words, as_of: date) -> None:
        self.random, self.lead, self.words, self.as_of = random, lead, words, as_of
        self.day = lead.first
        self.stage = "stage.new"
        self.judge = random.choice(JUDGES)
        self.developer = random.choice(DEVELOPERS)
        self.seller = random.choice(SELLERS)

    def tell(self) -> None:
        """Fill the lead's row and log."""
        row = self.lead.row
        row |= {"stage": self.stage, "sales_status": "new", "owner": self.developer}
        fresh = (self.as_of - self.day).days < NOT_YET_CALLED
        if fresh or not self.wait(0, 4):
            return
        if self.random.random() < 0.12 and not self._reached_later():
            return
        self.log("call", self.judge, stage="stage.contacted.talked", then=NEXT_CALL)
        if not self.wait(0, 8):
            return
        judgement = self._judgement()
        self._judged(judgement)
        if judgement == "mdr.target" and self.wait(1, 6):
            self._hand_over()
        elif judgement == "mdr.target_not_now":
            self._nurture()

    def wait(self, least: int, most: int) -> bool:
        """Let days pass; whether today is not over yet. Nothing happens on a Sunday."""
        self.day += timedelta(self.random.randint(least, most))
        self.day += timedelta(self.day.weekday() == 6)
        return self.day <= self.as_of

    def log(
        self, phrase: str, by: str, *, group: str = "stage", stage: str = "", to: str = "", then: int | None = None
    ) -> None:
        """Log a contact, with the change of stage (or the tag given) that came of it."""
        note = self.random.choice(self.words[phrase]).format(name=self.lead.contact)
        row: Row = {"date": self.day, "customer_id": self.lead.id, "by": self._in_post(by), "note": note}
        row["channel"] = self.random.choice(self._channels(phrase))
        if stage and stage != self.stage:
            row |= {"group": "stage", "from_tag": self.stage, "to_tag": stage}
            self.stage = stage
            self.lead.row["stage"] = stage
        elif to:
            row |= {"group": group, "to_tag": to}
        if then is not None:
            row["next_action"] = self.words["next"][then]
            row["due_on"] = self.day + timedelta(self.random.randint(3, 14))
        self.lead.log.append(row)

    def _channels(self, phrase: str) -> tuple[str, ...]:
        chat = {"cn": "wechat", "vn": "zalo", "en": "email"}[self.lead.company.land]
        if phrase in ("demo", "negotiation"):
            return ("online_meeting", "visit")
        return ("visit", "online_meeting") if phrase == "need" else ("phone", "phone", chat, "email")

    def _in_post(self, person: str) -> str:
        return SUCCESSOR if person == LEFT and self.day > LAST_DAY else person

    def _reached_later(self) -> bool:
        """Nobody answers at first; half of them are reached at a later try."""
        self.log("no_answer", self.judge, stage="stage.contacted.no_answer", then=NEXT_CALL)
        return self.random.random() < 0.5 and self.wait(2, 12)

    def _judgement(self) -> str:
        """Drawn by channel; a good briefing turns unfit leads into targets, a bad one the other way round."""
        channel = CHANNELS[str(self.lead.row["source"])]
        briefing = exp(BRIEFING[str(self.lead.row["brought_by"])])
        weights = [weight * (briefing if place < 2 else 1) for place, weight in enumerate(channel.judgements)]
        return self.random.choices(JUDGEMENTS, weights)[0]

    def _judged(self, judgement: str) -> None:
        self.lead.row["mdr"] = judgement
        kind = judgement.partition(".")[2]
        phrase = (
            "judged_invalid" if kind in ("not_target", "invalid_contact") else f"judged_{kind.removeprefix('target_')}"
        )
        self.log(phrase, self.judge, group="mdr", to=judgement)

    def _hand_over(self) -> None:
        row = self.lead.row
        row["sales_status"] = "mql"
        if not self.wait(1, 7):
            return
        if self.random.random() > chance(1.5 + 0.7 * self.lead.fit):
            row |= {"sales_status": "rejected", "reject_reason": self.random.choice(self.words["reject"])}
            return
        row |= {"sales_status": "accepted", "owner": self.seller}
        self._deal()

    def _nurture(self) -> None:
        """Later: some open a project of their own, some are given up, the rest hear from us now and then."""
        fate = self.random.random()
        while self.wait(55, 95):
            if fate < 0.28:
                self.lead.row["sales_status"] = "accepted"
                self.lead.row["owner"] = self.seller
                self._deal()
                return
            if fate < 0.80:
                self._lose("stage.contacted.talked")
                return
            self.log("check_in", self.developer)

    def _deal(self) -> None:
        source = CHANNELS[str(self.lead.row["source"])]
        fit = self.lead.fit + source.lift + 0.4 * BRIEFING[str(self.lead.row["brought_by"])]
        wins = self.random.random() < chance(fit + (3.2 if self.lead.emerging else 0.0) - 1.0)
        last = len(STEPS) - 1 if wins else self.random.choices(range(len(STEPS)), [step[2] for step in STEPS])[0]
        for stage, (least, most), _, phrase in STEPS[: last + 1]:
            if not self.wait(least, most):
                return
            then = {"need": NEXT_DEMO, "demo": NEXT_OFFER, "negotiation": NEXT_CONTRACT}.get(phrase)
            self.log(phrase, self.seller, stage=stage, then=then)
        if self.wait(5, 25):
            if wins:
                self._win()
            else:
                self._lose(STEPS[last][0])

    def _lose(self, stage: str) -> None:
        self.lead.row |= {"lost_on": self.day, "lost_stage": stage}
        self.log("lost", self.seller, stage="stage.lost.deal")

    def _win(self) -> None:
        team = self.lead.company.team_headcount
        value = round(900 * team**0.75 * self.random.lognormvariate(0, 0.45), -2)
        self.lead.row |= {"won_on": self.day, "deal_value": int(max(value, 1200))}
        self.log("won", self.seller, stage="stage.won.onboarding")
        if self.wait(40, 60):
            self.log("check_in", self.seller, stage="stage.won.in_use")
            self._renew()

    def _renew(self) -> None:
        """At the end of the first term it stays or leaves; fit customers stay."""
        won = self.lead.row["won_on"]
        assert isinstance(won, date)
        self.day = won + timedelta(TERM - 30)
        if not self.wait(0, 6):
            return
        self.log("check_in", self.seller, stage="stage.won.renewal_due")
        self.day = won + timedelta(TERM)
        if not self.wait(-5, 15):
            return
        if self.random.random() < chance(0.5 + 0.9 * self.lead.fit):
            self.lead.row["renewed_on"] = self.day
            self.log("renewed", self.seller, stage="stage.won.in_use")
            if self.wait(80, 110):
                self.log("check_in", self.seller)
        else:
            self.lead.row["churned_on"] = self.day
            self.log("churned", self.seller, stage="stage.lost.churned")


def chance(logit: float) -> float:
    """A probability from logits.

    >>> chance(0.0)
    0.5
    """
    return 1 / (1 + exp(-logit))
