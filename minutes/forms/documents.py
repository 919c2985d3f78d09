"""What is asked of whoever adds a document to a meeting: the file, and how members see it named."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from look.forms import form_helper
from meetings.forms.guarded import GuardedForm
from members.guard import refuse_patient_data

from ..checking import EMPTY, ENDINGS, MOST_BYTES, TOO_BIG, Checked, Unfit, check

ASKED = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG or JPEG, up to 10 MB. Its own name is not kept."
RENAME = "The name of this file looks as if it held something about a patient. Open it and make sure that it does not."


class DocumentForm(GuardedForm, forms.Form):
    title = forms.CharField(label="Title", max_length=120, help_text="What members see, such as “Slides on endings”.")
    file = forms.FileField(
        label="File",
        help_text=ASKED,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
        error_messages={"required": "Choose a file", "invalid": "Choose a file", "empty": EMPTY},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("Add document")
        self.helper.attrs["enctype"] = "multipart/form-data"

    def clean_file(self) -> Checked:
        """The file as it is kept. Raises ValidationError, which says what to do."""
        file: UploadedFile = self.cleaned_data["file"]
        try:
            refuse_patient_data(file.name or "")
        except ValidationError as error:
            raise ValidationError(RENAME, code="patient") from error
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(TOO_BIG, code="size")
        try:
            return check(file.name or "", file.read())
        except Unfit as unfit:
            raise ValidationError(str(unfit), code="unfit") from unfit
