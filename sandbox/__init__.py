"""The world in miniature: a shop, TPOP's side and AWS on loopback, for `make run` and the tests.

world (sale, people, plants, noise) holds what is true · woocommerce (woo_*), shopify and tpop say it over HTTP, through loopback
with its faults · cloud (template, sent) is AWS's side · story, play, look (drive, real_shop, show) are `make run`.
It imports nothing of src, except the handler that it drives.
"""
