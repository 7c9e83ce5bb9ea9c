"""The http channel: any JSON endpoint that speaks the feed contract."""
