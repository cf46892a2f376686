"""Settings: `base` is shared; `local` for one machine, `production` for the open web, `test` for tests."""
