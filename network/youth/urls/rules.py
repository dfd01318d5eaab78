"""The year's rules for everybody; the board, the mayors' sheet, notices to the late."""

from django.urls import path

from network.youth.views import (
    board,
    mayors,
    notice,
    public,
)

urlpatterns = [
    path("network/youth/<int:year>/", public.rules, name="rules"),
    # The board, what is handed to the mayors, a notice to the late ones
    path("network/board/", board.board, name="board"),
    path("network/board/<int:year>/", board.board, name="board-year"),
    path("network/board/<int:year>/mayors/", mayors.mayors, name="mayors"),
    path("network/board/<int:year>/notice/", notice.write, name="notice-new"),
]
