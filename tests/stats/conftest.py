"""Property tests here are judged by what they find, not by how long one example takes on a busy machine."""

from hypothesis import settings

from tests.long_form import often

settings.register_profile("unhurried", deadline=None, max_examples=often(30, 100))
settings.load_profile("unhurried")
