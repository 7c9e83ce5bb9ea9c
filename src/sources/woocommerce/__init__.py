"""WooCommerce: REST wc/v3, key pair, read only."""
