"""What keeps Vigie from looking, in English: `trouble.<kind>[.<why>]` says it, `mend.…` what helps. Keys as in troubles_fr.py.

A mend that is empty: nothing to do but wait.
"""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "who.shop": "your shop",
    "who.tpop": "your TPOP list",
    "counted": "{colon}{total} announced, {read} read",
    "trouble.unreachable": "{Who} does not answer.",
    "mend.unreachable": "Open {who} in a browser: does it answer?",
    "trouble.unreachable.timeout": "{Who} takes too long to answer.",
    "mend.unreachable.timeout": "Open {who} in a browser: is it slow?",
    "trouble.unreachable.certificate": "The security certificate of {who} is no longer valid.",
    "mend.unreachable.certificate": "Ask the host to renew it.",
    "trouble.unreachable.no time left": "I had no time left to read {who}.",
    "mend.unreachable.no time left": "",
    "trouble.unreachable.maintenance": "{Who} is closed for maintenance.",
    "mend.unreachable.maintenance": "Is that meant? Then do nothing: I come back {when}. If not, open {who} again.",
    "trouble.unreachable.database": "The database of {who} does not answer.",
    "mend.unreachable.database": "Tell the host: it is theirs to set the database going again.",
    "trouble.unreachable.fatal": "{Who} breaks down when I ask for its orders: a plugin or the theme is at fault.",
    "mend.unreachable.fatal": "WooCommerce > Status > Logs says who is at fault: update it, or switch it off. "
    "The dashboard does not open any more? "
    "WordPress has written to the administrator: its mail leads to recovery mode.",
    "trouble.unreachable.redirects": "{Who} sends me round in circles: one address leads to the other, on and on.",
    "mend.unreachable.redirects": "A plugin for languages, caching or security? "
    'Let it pass "Vigie" through without a detour. In doubt, ask the host.',
    "trouble.refused": "{Who} does not let me in.",
    "mend.refused": "Give me a new read-only key: the old one no longer opens.",
    "trouble.refused.secret": "{Who} knows my key, but not the secret that came with it; or the key may not read.",
    "mend.refused.secret": "Give me the key and its secret again, whole. "
    "Lost? Make new read-only ones in WooCommerce > Settings > Advanced.",
    "trouble.refused.key": "{Who} does not know my key or its secret: the key was deleted, or it comes from another site.",
    "mend.refused.key": "Make another key, read-only, in WooCommerce > Settings > Advanced, and give it to me.",
    "trouble.refused.header": "My key does not get as far as {who}: the host takes it off on the way.",
    "mend.refused.header": 'Ask the host to let the header "Authorization" through to WordPress. '
    'They cannot? Ask whoever installed me to set "auth" to oauth1.',
    "trouble.refused.unseen": "{Who} does not see my key: it does not know it, or the host takes it off on the way.",
    "mend.refused.unseen": "Make a new key, read-only, in WooCommerce > Settings > Advanced. "
    'Refused too? Ask the host to let the header "Authorization" through to WordPress.',
    "trouble.refused.signature": "{Who} refuses my signature: "
    "its address is not quite the one that I have, or the key is wrong.",
    "mend.refused.signature": "Give me the address as it stands in Settings > General > Site Address, to the letter. "
    "It is the same? Then make the key anew.",
    "trouble.refused.role": "{Who} knows my key, but it may not read orders.",
    "mend.refused.role": "In WooCommerce > Settings > Advanced, give my key to an administrator "
    "or a shop manager, read-only.",
    "trouble.refused.locked": "A password, or a plugin that closes the site to visitors, bars my way into {who}.",
    "mend.refused.locked": "Let me through at /wp-json/wc/: the host, or the plugin, knows how to set it.",
    "trouble.refused.firewall": "Something in front of {who} turns me away: a firewall, a security plugin.",
    "mend.refused.firewall": 'Ask the host to let "Vigie" through.',
    "trouble.refused.no_route": "I find the site, but no WooCommerce, at the address of {who}.",
    "mend.refused.no_route": "Under Plugins, is WooCommerce active? If so, check the address that I have.",
    "trouble.refused.not_found": "I do not find the orders at the address of {who}.",
    "mend.refused.not_found": 'Check the address; under Settings > Permalinks choose anything but "Plain".',
    "trouble.refused.question": "{Who} does not understand what I ask: its WooCommerce may be too old.",
    "mend.refused.question": "Update WooCommerce: Dashboard > Updates. It is up to date? Tell whoever installed me.",
    "trouble.throttled": "{Who} asked me to slow down.",
    "mend.throttled": "",
    "trouble.not_json": "{Who} answered with something other than orders: a maintenance or login page?",
    "mend.not_json": "Open {who} in a browser: what does it show?",
    "trouble.not_json.permalinks": "{Who} answers with a web page where its orders should be.",
    "mend.not_json.permalinks": 'Under Settings > Permalinks choose anything but "Plain". '
    "Done already? Save all the same: that often is enough.",
    "trouble.not_json.empty": "{Who} answered with an empty page.",
    "mend.not_json.empty": "Ask the host to look for the cause: PHP stopped without a word.",
    "trouble.not_json.cut": "The answer of {who} stopped in the middle.",
    "mend.not_json.cut": "If it lasts, ask the host whether its time and memory limits are enough.",
    "trouble.not_json.fatal": "{Who} breaks down in the middle of its answer: a plugin or the theme is at fault.",
    "mend.not_json.fatal": "WooCommerce > Status > Logs names it: update it, or switch it off.",
    "trouble.not_json.noise": "Something writes into the answers of {who} and makes them unreadable: "
    "a plugin, or warnings shown to visitors.",
    "mend.not_json.noise": "Look at plugins that are new. Nothing new? Ask the host to switch WP_DEBUG_DISPLAY off.",
    "trouble.page_failed": "A part of {who} did not come through.",
    "mend.page_failed": "",
    "trouble.page_failed.refunds": "I could not read the refunds of some orders of {who}: their items are not compared.",
    "mend.page_failed.refunds": "",
    "trouble.foreign_redirect": "{Who} sent me on to another address{to}: I did not follow.",
    "mend.foreign_redirect": "If that address is the right one, give it to me.",
    "trouble.too_large": "{Who} sent too long an answer: I stopped it.",
    "mend.too_large": "Give me a shorter list: 30 days are enough.",
    "trouble.no_window": "{Who} does not say which days it covers: it proves what is there, never what is missing.",
    "mend.no_window": "Add its first and last day.",
    "trouble.no_window.undated": "{Who} does not say when it was made: it proves what is there, never what is missing.",
    "mend.no_window.undated": "Put the date and time into its name, or inside.",
    "trouble.not_complete": "{Who} does not call itself complete: it proves what is there, never what is missing.",
    "mend.not_complete": "Give me the whole list, and I can say what is missing.",
    "trouble.not_complete.no last page": "{Who} gives page after page without end: I stopped, and do not know the last one.",
    "mend.not_complete.no last page": "If it lasts, tell whoever installed me.",
    "trouble.not_complete.no total": "{Who} does not say how many orders it has: I do not know whether I have all of them.",
    "mend.not_complete.no total": "If it lasts, tell whoever installed me.",
    "trouble.not_complete.permission": "The right to read old orders (read_all_orders) was taken back while I was reading.",
    "mend.not_complete.permission": "Dev Dashboard > your app > Versions: the right read_all_orders, if you want the old ones.",
    "trouble.not_complete.unreadable": "{Who} has rows that I cannot read: it proves what is there, never what is missing.",
    "mend.not_complete.unreadable": "Give me the list again, as TPOP shows it.",
    "trouble.unknown_status": "{Who} uses a status that I do not know{quoted}. I do not take it for fine.",
    "mend.unknown_status": "Look at these orders in TPOP, and tell this word to whoever installed me.",
    "trouble.bad_columns": "I do not find all the columns of {who}{quoted}.",
    "mend.bad_columns": "Put the former titles back, or tell me the new ones.",
    "trouble.bad_columns.unsure": "Two columns of {who} could say the same thing{quoted}: I take neither.",
    "mend.bad_columns.unsure": 'Tell whoever installed me which one is right (the setting "columns").',
    "trouble.not_understood": "I do not understand {who}.",
    "mend.not_understood": "Copy TPOP's table of orders with its headings, or save the page.",
    "trouble.not_understood.no_table": "I find no table of orders in {who}.",
    "mend.not_understood.no_table": "Copy TPOP's table of orders with its headings, or save the page.",
    "trouble.not_understood.columns": "The headings of {who} do not tell me enough{quoted}. "
    "I need TPOP's number, the shop's number and the status.",
    "mend.not_understood.columns": "Give it to me again with these three columns; "
    'or tell whoever installed me what they are called (the setting "columns").',
    "trouble.not_understood.unsure": "Two columns of {who} could say the same thing{quoted}: "
    "I take neither, and do not read it.",
    "mend.not_understood.unsure": 'Tell whoever installed me which one is right (the setting "columns").',
    "trouble.not_understood.old_excel": "{Who} is in Excel's old format, or behind a password.",
    "mend.not_understood.old_excel": "Save it again as .xlsx or .csv, without a password.",
    "trouble.not_understood.other_format": "{Who} is in a format that I do not read.",
    "mend.not_understood.other_format": "Give it to me as .xlsx, as .csv, as pasted text, or as a saved page.",
    "trouble.not_understood.damaged": "{Who} is a damaged file: it does not open.",
    "mend.not_understood.damaged": "Save it again, and give it to me again.",
    "trouble.other.more_tables": "{Who} has several tables of orders, and I read only one: "
    "it proves what is there, never what is missing.",
    "mend.other.more_tables": "Give me one file per table, or everything in one.",
    "trouble.other.one_page": "{Who} says itself that it is one page of several: "
    "it proves what is there, never what is missing.",
    "mend.other.one_page": "Show all orders before you copy, or give me every page.",
    "trouble.no_file": "I have received no TPOP list.",
    "mend.no_file": "Drop one in: as you did the last time.",
    "trouble.none_of_this_shop": "{Who} holds nothing but another shop's orders.",
    "mend.none_of_this_shop": "Check the name of the shop in the list.",
    "trouble.rows_differ": "The counts of {who} do not add up{counted}. An order may have moved while I was reading.",
    "mend.rows_differ": "",
    "trouble.settings": "My settings for this shop are not complete{quoted}.",
    "mend.settings": "Pass this mail to whoever installed me.",
    "trouble.history": "My notebook did not answer: I may have forgotten what I told you already.",
    "mend.history": "A mail may come twice: sorry in advance.",
    "trouble.other": "Something kept me from reading all of {who}.",
    "mend.other": "I try again {when}. If it lasts, tell whoever installed me.",
    "trouble.other.as_of_ahead": "{Who} bears a time to come: I do not rely on it.",
    "mend.other.as_of_ahead": "Check the time of the list.",
    "trouble.other.unreadable_fields": "I cannot read all that {who} says of itself{quoted}.",
    "mend.other.unreadable_fields": "Pass this mail to whoever prepares the list.",
    "trouble.other.no_orders": "I find no orders in {who}.",
    "mend.other.no_orders": "Pass this mail to whoever prepares the list.",
    # Shopify's own: never a word of WooCommerce, and the other way round
    "trouble.refused.token": "Shopify does not accept my token: it is wrong or revoked, or the app was uninstalled.",
    "mend.refused.token": "Shopify > Settings > Apps: is mine there? "
    "If not, install it again from the Dev Dashboard (Install app). "
    "A permanent token, one that begins with shpat_? Give a new one to whoever installed me (not by mail).",
    "trouble.refused.shop_not_permitted": "The app is not of the same Shopify organisation as your shop: "
    "Shopify does not let it in.",
    "mend.refused.shop_not_permitted": "Make it again from your shop: "
    "Shopify > Settings > Apps > Develop apps > Dev Dashboard. "
    "Then give its client ID and secret to whoever installed me (not by mail).",
    "trouble.refused.app_not_installed": "The app is not installed on your shop; "
    "or it was made the old way, and only its token opens.",
    "mend.refused.app_not_installed": "Dev Dashboard > your app > Install app, then choose the shop. "
    "It was made in the Shopify admin? Give whoever installed me its permanent token (shpat_), not by mail.",
    "trouble.refused.invalid_client": "Shopify does not know the client ID of the app, or its secret.",
    "mend.refused.invalid_client": "Dev Dashboard > your app > Settings: "
    "give the client ID and the secret again, whole, to whoever installed me (not by mail).",
    "trouble.refused.scope": "The app may not read your orders (read_orders).",
    "mend.refused.scope": "Dev Dashboard > your app > Versions: add read_orders and click Release. "
    "Then accept this right in Shopify, or install the app again.",
    "trouble.refused.services": "The app may not read who prepares your orders: "
    "without that, I do not know which items are TPOP's.",
    "mend.refused.services": "Dev Dashboard > your app > Versions: "
    "add the three rights read_…_fulfillment_orders and click Release. "
    'Or ask whoever installed me for another setting "lines".',
    "trouble.refused.horizon": "Shopify shows me the last 60 days only, and all that you asked for is older.",
    "mend.refused.horizon": "Dev Dashboard > your app > Versions: the right read_all_orders. Or ask me for younger days.",
    "trouble.refused.orders_hidden": "Shopify hides your orders from the app: "
    "it counts them as protected data of your customers.",
    "mend.refused.orders_hidden": "Dev Dashboard > your app: ask for access to protected customer data, level 1. "
    "An app made from your own shop has it anyway.",
    "trouble.refused.frozen": "Shopify has closed your shop for the moment: paused, unpaid or locked.",
    "mend.refused.frozen": "Is that meant? Then do nothing. "
    "If not, Shopify > Settings > Plan, then Billing: they say what is missing.",
    "trouble.refused.shopify_not_found": "I find no Shopify shop at the address that I have.",
    "mend.refused.shopify_not_found": "Give whoever installed me the address in myshopify.com, such as my-shop.myshopify.com: "
    "it stands in Shopify > Settings > Domains.",
    "trouble.refused.shopify_forbidden": "Shopify does not let me in, and does not say why.",
    "mend.refused.shopify_forbidden": "Does your Shopify admin open, without a warning on top? "
    "Then install the app again: Dev Dashboard > your app > Install app.",
    "trouble.refused.query": "Shopify no longer understands what I ask: I am out of date.",
    "mend.refused.query": "Ask whoever installed me to update me. In Shopify, there is nothing for you to change.",
    "trouble.page_failed.lines": "I could not read all the items of some orders of {who}: they are not compared.",
    "mend.page_failed.lines": "",
    "trouble.page_failed.fulfilments": "I could not read what was sent of some orders of {who}: "
    "I do not know what has left.",
    "mend.page_failed.fulfilments": "",
    "trouble.page_failed.payments": "I could not read the payments of some orders of {who}: "
    "I do not quite know since when TPOP should have them.",
    "mend.page_failed.payments": "",
    "trouble.page_failed.services": "I could not read who prepares some orders of {who}: "
    "I do not know which of their items are TPOP's.",
    "mend.page_failed.services": "Dev Dashboard > your app > Versions: "
    "are the three rights read_…_fulfillment_orders there?",
    "trouble.other.cost": "Shopify finds even my smallest question too heavy.",
    "mend.other.cost": "In Shopify, there is nothing for you to change: tell whoever installed me.",
}
