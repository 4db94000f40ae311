"""The Streamlit entry file: names the pages and runs the one that was chosen."""

from migrate.ui import navigation

navigation.run()
