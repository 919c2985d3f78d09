"""How a file comes in: into memory, never to the disk, and never more of it than we take."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .checking import MOST_BYTES


class BoundedUpload(FileUploadHandler):
    """Keeps a file of up to 10 MB; of a larger one it counts the bytes and lets them go, so that its form is kept.

    A request that says of itself that it is far larger is refused before anything of it is read.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > settings.MOST_BYTES_OF_A_REQUEST:
            raise RequestDataTooBig("The request is larger than any form with its file.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept, self.count = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.count += len(raw_data)
        if self.count <= MOST_BYTES:
            self.kept.write(raw_data)
        else:
            self.kept = BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=self.count,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
