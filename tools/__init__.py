"""Small scripts that make or verify the documents."""
