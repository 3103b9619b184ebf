"""The frame around every screen: base template, navigation, components, words for figures, error pages."""
