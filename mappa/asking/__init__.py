"""The question language: plain English read into a `Question`, or asked back."""
