"""The table of published questionnaires."""

from django.db import models


class QuestionnaireVersion(models.Model):
    """One published question set: the file itself. A trigger refuses to change or delete it."""

    code = models.CharField(primary_key=True, max_length=40)
    survey = models.CharField(max_length=40)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        """The fingerprint is that of the content, whoever writes the row."""

        constraints = [
            models.CheckConstraint(
                condition=models.expressions.RawSQL(
                    "sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')", (), models.BooleanField()
                ),
                name="questionnaire_sha256_of_content",
            ),
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code
