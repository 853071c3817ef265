"""A class: a teacher's board, and thirty phones that answer and draw, on one link."""

from ae.web.panels import classroom
from ae.web.server import ready

ready()
classroom.show()
