from django.apps import AppConfig


class ToolsConfig(AppConfig):
    name = "alongside.tools"
    label = "tools"
