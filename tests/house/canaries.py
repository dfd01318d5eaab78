"""Whoever sees one of these outside a page marked `personal` sees too much."""

NAME, KANA = "金糸雀 花子", "かなりあ はなこ"
PHONE, EMAIL = "09046490001", "canary@example.jp"
CANARIES = (NAME, KANA, PHONE, EMAIL)
