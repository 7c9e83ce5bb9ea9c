"""Orders of a Shopify shop, read through its Admin GraphQL API."""
