"""What a text cannot be, each in a sentence for whoever wrote it."""

from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal


class UnknownPlaceholder(Refusal):
    """Braces in a sender's line hold something that is not in the closed list, or stand alone."""

    code = "unknown_placeholder"
    status = 422
    sentence = _("Curly brackets can only hold {navn}, {kontor}, {frist} or {lenke}.")


class UnknownPlaceholderInSms(UnknownPlaceholder):
    """The same in the line for SMS, where nobody's name stands and there is room for one link."""

    sentence = _("In an SMS, your line can only hold {kontor} or {frist} in curly brackets.")


class LinkInText(Refusal):
    """The sender's line holds a link or an address."""

    code = "link_in_text"
    status = 422
    sentence = _(
        "Your line cannot hold links or addresses: everyone gets their personal link anyway. "
        "If you wrote none, put a space after each full stop.",
    )


class LineTooLong(Refusal):
    """The sender's line is too long."""

    code = "line_too_long"
    status = 422
    sentence = _("Your line can have at most %(most)s characters.")


class LineInOneForm(Refusal):
    """The sender's line is given in one written form only."""

    code = "line_in_one_form"
    status = 422
    sentence = _("Write your line in both bokmål and nynorsk, or leave both empty.")


class LetterFault(Refusal):
    """Something is wrong in a letter of the Directorate. `field` names where: "subject_nb", "body_nn"."""

    code = "letter_fault"
    status = 422

    def __init__(self, field: str, **figures: object) -> None:
        super().__init__(**figures)
        self.field = field


class EmptyText(LetterFault):
    """A written form is missing."""

    code = "letter_empty"
    sentence = _("Fill in both bokmål and nynorsk: nobody may get the letter in the other form.")


class MarkupInText(LetterFault):
    """Signs that programs read as code."""

    code = "letter_markup"
    sentence = _("The text is plain: it cannot hold < or >.")


class LinkInLetter(LetterFault):
    """A link or an address that is not one of the placeholders."""

    code = "letter_link"
    sentence = _(
        "The text cannot hold links or addresses of its own: %(names)s put them in. "
        "If you wrote none, put a space after each full stop."
    )


class UnknownInLetter(LetterFault):
    """Braces that hold something else, or stand alone."""

    code = "letter_placeholder"
    sentence = _("Curly brackets can only hold: %(names)s.")


class MissingInLetter(LetterFault):
    """A placeholder that must be there is not, or stands there twice."""

    code = "letter_missing"
    sentence = _("%(name)s must stand in the text, once.")


class NotOnItsOwn(LetterFault):
    """A placeholder that must have a line to itself."""

    code = "letter_own_line"
    sentence = _("%(name)s must stand alone, with an empty line before and after it.")


class NoButton(LetterFault):
    """The link has no words to press."""

    code = "letter_button"
    sentence = _(
        "Write some words, a colon and %(name)s in a paragraph of its own, such as “Answer the survey: %(name)s”. "
        "The words become the link."
    )


class SubjectTooLong(LetterFault):
    """A subject that is cut off on a phone."""

    code = "letter_subject_long"
    sentence = _("The subject can have at most %(most)s characters. It has %(n)s.")


class LetterTooLong(LetterFault):
    """More than anybody reads."""

    code = "letter_long"
    sentence = _("The letter can have at most %(most)s characters. It has %(n)s.")


class SmsTooLong(LetterFault):
    """More parts than an SMS may have with the longest link and office."""

    code = "letter_sms_long"
    sentence = _(
        "With a long link and a long name of the office, this SMS takes %(n)s parts. It can have at most %(most)s: "
        "shorten the text by %(by)s characters."
    )


class NotTrue(LetterFault):
    """A promise that the survey cannot keep."""

    code = "letter_not_true"
    sentence = _("The survey is not anonymous. Write that the answers are confidential, and say who sees what.")


class FormsAlike(LetterFault):
    """The same text in both written forms."""

    code = "letter_forms_alike"
    sentence = _("Bokmål and nynorsk are the same text. Write each form in its own words.")
