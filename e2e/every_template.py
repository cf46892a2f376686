"""One address of every template, and of every state of it that looks different."""

TEMPLATES = {
    "home": "/",
    "all answers": "/answers/",
    "answer": "/answers/what-is-secondary-breast-cancer/",
    "answer with red flags and nations": "/answers/emergency/",
    "answer with numbers": "/answers/how-long-can-people-live/",
    "answer that is overdue": "/answers/driving/",
    "answer that is withdrawn": "/answers/menopause/",
    "all words": "/words/",
    "word": "/words/her2/",
    "word with two meanings": "/words/pr/",
    "all signs": "/signs/",
    "place": "/signs/bone/",
    "emergency": "/signs/bone/mscc/",
    "sign": "/signs/bone/bone-pain/",
    "today": "/today/",
    "day": "/today/scan-day/",
    "plain page": "/privacy/",
    "search": "/search/",
    "search with results": "/search/?q=what+does+palliative+mean",
    "search with an emergency": "/search/?q=my+legs+have+gone+numb+and+i+cannot+wee",
    "search that no website can answer": "/search/?q=how+long+have+i+got",
    "search without results": "/search/?q=zzqqxxyy",
    "not found": "/nothing/here/",
}
OVERDUE, WITHDRAWN = "driving", "menopause"
