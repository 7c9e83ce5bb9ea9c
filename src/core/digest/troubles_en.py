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
    "trouble.refused.key": "{Who} does not know my key: it was deleted, or it comes from another site.",
    "mend.refused.key": "Make another key, read-only, in WooCommerce > Settings > Advanced, and give it to me.",
    "trouble.refused.header": "My key does not get as far as {who}: the host takes it off on the way.",
    "mend.refused.header": 'Ask the host to let the header "Authorization" through to WordPress. '
    'They cannot? Ask whoever installed me to set "auth" to query.',
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
    "trouble.not_complete.unreadable": "{Who} has rows that I cannot read: it proves what is there, never what is missing.",
    "mend.not_complete.unreadable": "Give me the list again, as TPOP shows it.",
    "trouble.unknown_status": "{Who} uses a status that I do not know{quoted}. I do not take it for fine.",
    "mend.unknown_status": "Look at these orders in TPOP, and tell this word to whoever installed me.",
    "trouble.bad_columns": "I do not find all the columns of {who}{quoted}.",
    "mend.bad_columns": "Put the former titles back, or tell me the new ones.",
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
}
