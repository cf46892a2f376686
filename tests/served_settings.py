"""One machine, as `alongside run` finds it, but that it renders a page only when somebody asks for it.

To render all pages takes each process 14 seconds, at every start: for tests of something else.
"""

from alongside.settings.local import *  # noqa: F403

WARM_PAGES = False
