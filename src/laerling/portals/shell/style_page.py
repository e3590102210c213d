"""The living style page: every part on one page, to be looked at in light and dark, on phone and desk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from laerling.portals.shell.forms import Form
from laerling.portals.shell.routes import open_page
from laerling.portals.shell.templatetags.shell import day_short


@dataclass(frozen=True, slots=True)
class Milestone:
    """A line of the sample calendar."""

    label: str
    when: str
    state: str
    note: str = ""


class SampleForm(Form):
    """One field of each kind."""

    subject = forms.CharField(label="Emne", help_text="Står øverst i e-posten. Høyst 60 tegn.")
    address = forms.EmailField(label="Send en prøve til", required=False)
    channel = forms.ChoiceField(
        label="Hvordan", choices=[("email", "E-post"), ("sms", "SMS")], widget=forms.RadioSelect
    )
    county = forms.ChoiceField(label="Fylke", choices=[("46", "Vestland"), ("50", "Trøndelag")])
    body = forms.CharField(label="Tekst", widget=forms.Textarea(attrs={"rows": 4}))
    both = forms.BooleanField(label="Begge målformene er lest gjennom")


@open_page(why="only where demo or debug is on; shows invented figures")
def show(request: HttpRequest) -> HttpResponse:
    """Show every part of the shell; `?skjema=feil` with the form's faults."""
    faulty = SampleForm({"subject": "", "address": "kari@", "body": "Hei"})
    context = {
        "crumbs": (("Forsiden", "/"), ("Utsendelser", "/stilark/"), ("Ny utsendelse", "")),
        "milestones": _milestones(),
        "form": SampleForm(initial={"subject": "Lærlingundersøkelsen er åpen"}),
        "faulty": faulty,
        "page_obj": Paginator(range(300), 25).page(6),
        "counties": (
            ("Vestland", 3_214, 1_870, "58,2"),
            ("Trøndelag", 2_480, 1_612, "65,0"),
            ("Troms", 812, None, None),
        ),
        "moment": datetime(2026, 10, 20, 12, 7, tzinfo=UTC),
        "icons": ("Calendar", "EnvelopeClosed", "Phone", "PersonGroup", "Buildings3", "Download", "PrinterSmall"),
    }
    return render(request, "shell/style_page.html", context)


def _milestones() -> tuple[Milestone, ...]:
    return (
        Milestone("Foreløpig liste", day_short(date(2026, 9, 1)), "past"),
        Milestone("Frist for rettelser", day_short(date(2026, 9, 30)), "past", "Kl. 12.00. Rettes i VIGO."),
        Milestone("Undersøkelsen er åpen", day_short(date(2026, 10, 15)), "now", "61 dager igjen."),
        Milestone("Siste svardag", day_short(date(2026, 12, 20)), "next"),
        Milestone("Resultatene kommer", day_short(date(2027, 1, 2)), "later"),
    )
