"""The screens: tabs are thin, presenters turn intents into operations and changes into fresh views."""
