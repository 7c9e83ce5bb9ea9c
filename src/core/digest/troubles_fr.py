"""What keeps Vigie from looking, in French: `trouble.<kind>[.<why>]` says it, `mend.…` what helps. Keys as in troubles_en.py.

A mend that is empty: nothing to do but wait.
"""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "who.shop": "votre boutique",
    "who.tpop": "votre liste TPOP",
    "counted": "{colon}{total} annoncées, {read} lues",
    "trouble.unreachable": "{Who} ne répond pas.",
    "mend.unreachable": "Ouvrez {who} dans un navigateur : répond-elle ?",
    "trouble.unreachable.timeout": "{Who} met trop de temps à répondre.",
    "mend.unreachable.timeout": "Ouvrez {who} dans un navigateur : est-elle lente ?",
    "trouble.unreachable.certificate": "Le certificat de sécurité de {who} n'est plus valable.",
    "mend.unreachable.certificate": "Demandez à l'hébergeur de le renouveler.",
    "trouble.unreachable.no time left": "Je n'ai pas eu le temps de lire {who}.",
    "mend.unreachable.no time left": "",
    "trouble.unreachable.maintenance": "{Who} est fermée pour entretien.",
    "mend.unreachable.maintenance": "C'est voulu ? Rien à faire : je reviens {when}. Sinon, rouvrez {who}.",
    "trouble.unreachable.database": "La base de données de {who} ne répond pas.",
    "mend.unreachable.database": "Prévenez l'hébergeur : c'est à lui de relancer la base de données.",
    "trouble.unreachable.fatal": "{Who} tombe en panne quand je lui demande ses commandes : "
    "une extension ou le thème est en cause.",
    "mend.unreachable.fatal": "WooCommerce > État > Journaux (Logs) dit qui est en cause : "
    "mettez-le à jour, ou désactivez-le. Le tableau de bord ne s'ouvre plus ? "
    "WordPress a écrit à l'administrateur : son mail mène au mode de récupération.",
    "trouble.unreachable.redirects": "{Who} me fait tourner en rond : une adresse renvoie à l'autre, sans fin.",
    "mend.unreachable.redirects": "Une extension de langue, de cache ou de sécurité ? "
    "Qu'elle laisse passer « Vigie » sans la renvoyer. En doute, demandez à l'hébergeur.",
    "trouble.refused": "{Who} me refuse l'entrée.",
    "mend.refused": "Redonnez-moi une clé, en lecture seule : l'ancienne ne vaut plus.",
    "trouble.refused.secret": "{Who} connaît ma clé, mais pas le secret qui va avec ; ou la clé ne permet pas de lire.",
    "mend.refused.secret": "Redonnez-moi la clé et son secret, en entier. "
    "Perdus ? Faites-en d'autres, en lecture seule, dans WooCommerce > Réglages > Avancé.",
    "trouble.refused.key": "{Who} ne reconnaît pas ma clé ou son secret : la clé a été supprimée, ou elle vient d'un autre site.",
    "mend.refused.key": "Faites une autre clé, en lecture seule, dans WooCommerce > Réglages > Avancé, et donnez-la-moi.",
    "trouble.refused.header": "Ma clé n'arrive pas jusqu'à {who} : l'hébergeur la retire en route.",
    "mend.refused.header": "Demandez à l'hébergeur de laisser passer l'en-tête « Authorization » jusqu'à WordPress. "
    "Il ne peut pas ? Demandez à qui m'a installée de régler « auth » sur oauth1.",
    "trouble.refused.unseen": "{Who} ne voit pas ma clé : elle ne la connaît pas, ou l'hébergeur la retire en route.",
    "mend.refused.unseen": "Faites une nouvelle clé, en lecture seule, dans WooCommerce > Réglages > Avancé. "
    "Refusée aussi ? Demandez à l'hébergeur de laisser passer l'en-tête « Authorization » jusqu'à WordPress.",
    "trouble.refused.signature": "{Who} refuse ma signature : "
    "son adresse n'est pas tout à fait celle que j'ai, ou la clé est fausse.",
    "mend.refused.signature": "Donnez-moi l'adresse telle qu'elle est dans Réglages > Général > Adresse web du site, "
    "à la lettre près. C'est la même ? Alors refaites la clé.",
    "trouble.refused.role": "{Who} connaît ma clé, mais celle-ci n'a pas le droit de lire les commandes.",
    "mend.refused.role": "Dans WooCommerce > Réglages > Avancé, mettez ma clé au nom d'un administrateur "
    "ou d'un gestionnaire de boutique, en lecture seule.",
    "trouble.refused.locked": "Un mot de passe, ou une extension qui ferme le site aux visiteurs, me barre l'accès de {who}.",
    "mend.refused.locked": "Laissez-moi passer par /wp-json/wc/ : l'hébergeur ou l'extension sait le régler.",
    "trouble.refused.firewall": "Quelque chose devant {who} me renvoie : un pare-feu, une extension de sécurité.",
    "mend.refused.firewall": "Demandez à l'hébergeur de laisser « Vigie » entrer.",
    "trouble.refused.no_route": "Je trouve le site, mais pas WooCommerce, à l'adresse de {who}.",
    "mend.refused.no_route": "Dans Extensions, WooCommerce est-il activé ? Si oui, vérifiez l'adresse que j'ai.",
    "trouble.refused.not_found": "Je ne trouve pas les commandes à l'adresse de {who}.",
    "mend.refused.not_found": "Vérifiez l'adresse ; puis choisissez autre chose que « Simple » dans Réglages > Permaliens.",
    "trouble.refused.question": "{Who} ne comprend pas ce que je lui demande : "
    "son WooCommerce est peut-être trop ancien.",
    "mend.refused.question": "Mettez WooCommerce à jour : Tableau de bord > Mises à jour. "
    "Il l'est déjà ? Prévenez qui m'a installée.",
    "trouble.throttled": "{Who} m'a demandé de ralentir.",
    "mend.throttled": "",
    "trouble.not_json": "{Who} a répondu par autre chose que des commandes : une page d'entretien, de connexion ?",
    "mend.not_json": "Ouvrez {who} dans un navigateur : que montre-t-elle ?",
    "trouble.not_json.permalinks": "{Who} répond par une page web, là où devraient être ses commandes.",
    "mend.not_json.permalinks": "Choisissez autre chose que « Simple » dans Réglages > Permaliens. "
    "C'est déjà fait ? Enregistrez quand même : cela suffit souvent.",
    "trouble.not_json.empty": "{Who} m'a répondu par une page vide.",
    "mend.not_json.empty": "Demandez à l'hébergeur d'en chercher la cause : PHP s'est arrêté sans rien dire.",
    "trouble.not_json.cut": "La réponse de {who} s'est arrêtée au milieu.",
    "mend.not_json.cut": "Si cela dure, demandez à l'hébergeur si ses délais ou sa mémoire suffisent.",
    "trouble.not_json.fatal": "{Who} tombe en panne au milieu de sa réponse : une extension ou le thème est en cause.",
    "mend.not_json.fatal": "WooCommerce > État > Journaux dit qui : mettez-le à jour, ou désactivez-le.",
    "trouble.not_json.noise": "Quelque chose écrit dans les réponses de {who} et les rend illisibles : "
    "une extension, ou des avertissements montrés aux visiteurs.",
    "mend.not_json.noise": "Regardez vos extensions récentes. "
    "Rien de neuf ? Demandez à l'hébergeur d'éteindre WP_DEBUG_DISPLAY.",
    "trouble.page_failed": "Une partie de {who} n'est pas arrivée.",
    "mend.page_failed": "",
    "trouble.page_failed.refunds": "Je n'ai pas pu lire les remboursements de certaines commandes de {who} : "
    "leurs articles ne sont pas comparés.",
    "mend.page_failed.refunds": "",
    "trouble.foreign_redirect": "{Who} m'a renvoyée vers une autre adresse{to} : je ne l'ai pas suivie.",
    "mend.foreign_redirect": "Si cette adresse est la bonne, donnez-la-moi.",
    "trouble.too_large": "{Who} a envoyé une réponse trop longue : je l'ai arrêtée.",
    "mend.too_large": "Donnez-moi une liste plus courte : 30 jours suffisent.",
    "trouble.no_window": "{Who} ne dit pas quels jours elle couvre : elle prouve ce qui y est, jamais ce qui manque.",
    "mend.no_window": "Ajoutez-y ses dates de début et de fin.",
    "trouble.no_window.undated": "{Who} ne dit pas de quand elle est : elle prouve ce qui y est, jamais ce qui manque.",
    "mend.no_window.undated": "Mettez la date et l'heure dans son nom, ou dedans.",
    "trouble.not_complete": "{Who} ne se dit pas complète : elle prouve ce qui y est, jamais ce qui manque.",
    "mend.not_complete": "Donnez-moi la liste entière, et je dirai ce qui manque.",
    "trouble.not_complete.no last page": "{Who} n'en finit pas de donner des pages : je me suis arrêtée, et n'en connais pas la fin.",
    "mend.not_complete.no last page": "Si cela dure, prévenez qui m'a installée.",
    "trouble.not_complete.no total": "{Who} ne dit pas combien de commandes elle a : je ne sais pas si je les ai toutes.",
    "mend.not_complete.no total": "Si cela dure, prévenez qui m'a installée.",
    "trouble.not_complete.permission": "Le droit de lire les commandes anciennes (read_all_orders) a été retiré pendant que je lisais.",
    "mend.not_complete.permission": "Dev Dashboard > votre application > Versions : le droit read_all_orders, si vous voulez les anciennes.",
    "trouble.not_complete.unreadable": "{Who} a des lignes que je ne peux pas lire : elle prouve ce qui y est, jamais ce qui manque.",
    "mend.not_complete.unreadable": "Redonnez-moi la liste, telle que TPOP la montre.",
    "trouble.unknown_status": "{Who} emploie un état que je ne connais pas{quoted}. Je ne le prends pas pour bon.",
    "mend.unknown_status": "Regardez ces commandes dans TPOP, et dites ce mot à qui m'a installée.",
    "trouble.bad_columns": "Je ne retrouve pas toutes les colonnes de {who}{quoted}.",
    "mend.bad_columns": "Remettez les titres d'origine, ou indiquez-moi les nouveaux.",
    "trouble.bad_columns.unsure": "Deux colonnes de {who} pourraient dire la même chose{quoted} : je n'en prends aucune.",
    "mend.bad_columns.unsure": "Dites à qui m'a installée laquelle est la bonne (réglage « columns »).",
    "trouble.not_understood": "Je ne comprends pas {who}.",
    "mend.not_understood": "Copiez le tableau des commandes de TPOP avec ses titres, ou enregistrez la page.",
    "trouble.not_understood.no_table": "Je ne trouve pas de tableau de commandes dans {who}.",
    "mend.not_understood.no_table": "Copiez le tableau des commandes de TPOP avec ses titres, ou enregistrez la page.",
    "trouble.not_understood.columns": "Les titres de {who} ne me disent pas assez{quoted}. "
    "Il me faut le numéro TPOP, celui de la boutique et l'état.",
    "mend.not_understood.columns": "Redonnez-la-moi avec ces trois colonnes ; "
    "ou dites à qui m'a installée comment elles s'appellent (réglage « columns »).",
    "trouble.not_understood.unsure": "Deux colonnes de {who} pourraient dire la même chose{quoted} : "
    "je n'en prends aucune, et ne la lis pas.",
    "mend.not_understood.unsure": "Dites à qui m'a installée laquelle est la bonne (réglage « columns »).",
    "trouble.not_understood.old_excel": "{Who} est dans l'ancien format d'Excel, ou protégée par un mot de passe.",
    "mend.not_understood.old_excel": "Réenregistrez-la en .xlsx ou en .csv, sans mot de passe.",
    "trouble.not_understood.other_format": "{Who} est dans un format que je ne lis pas.",
    "mend.not_understood.other_format": "Donnez-la-moi en .xlsx, en .csv, en texte collé, ou en page enregistrée.",
    "trouble.not_understood.damaged": "{Who} est un fichier abîmé : il ne s'ouvre pas.",
    "mend.not_understood.damaged": "Réenregistrez-la, et redonnez-la-moi.",
    "trouble.other.more_tables": "{Who} a plusieurs tableaux de commandes, et je n'en lis qu'un : "
    "elle prouve ce qui y est, jamais ce qui manque.",
    "mend.other.more_tables": "Donnez-moi un fichier par tableau, ou tout dans un seul.",
    "trouble.other.one_page": "{Who} dit elle-même n'être qu'une page sur plusieurs : "
    "elle prouve ce qui y est, jamais ce qui manque.",
    "mend.other.one_page": "Affichez toutes les commandes avant de copier, ou donnez-moi chaque page.",
    "trouble.no_file": "Je n'ai pas reçu de liste TPOP.",
    "mend.no_file": "Déposez-en une : même geste que la dernière fois.",
    "trouble.none_of_this_shop": "{Who} ne contient que des commandes d'une autre boutique.",
    "mend.none_of_this_shop": "Vérifiez le nom de la boutique dans la liste.",
    "trouble.rows_differ": "Les comptes de {who} ne tombent pas juste{counted}. Une commande a pu bouger pendant ma lecture.",
    "mend.rows_differ": "",
    "trouble.settings": "Mes réglages pour cette boutique sont incomplets{quoted}.",
    "mend.settings": "Transmettez ce mail à qui m'a installée.",
    "trouble.history": "Mon carnet n'a pas répondu : j'ai pu oublier ce que je vous ai déjà dit.",
    "mend.history": "Un mail peut arriver deux fois : pardon d'avance.",
    "trouble.other": "Quelque chose m'a empêchée de lire {who} en entier.",
    "mend.other": "Je réessaie {when}. Si cela dure, prévenez qui m'a installée.",
    "trouble.other.as_of_ahead": "{Who} porte une heure à venir : je ne m'y fie pas.",
    "mend.other.as_of_ahead": "Vérifiez l'heure de la liste.",
    "trouble.other.unreadable_fields": "Je ne peux pas lire tout ce que {who} dit d'elle-même{quoted}.",
    "mend.other.unreadable_fields": "Transmettez ce mail à qui prépare la liste.",
    "trouble.other.no_orders": "Je ne trouve pas de commandes dans {who}.",
    "mend.other.no_orders": "Transmettez ce mail à qui prépare la liste.",
    # Shopify's own: never a word of WooCommerce, and the other way round
    "trouble.refused.token": "Shopify n'accepte pas mon jeton d'accès : il est faux ou révoqué, "
    "ou l'application a été désinstallée.",
    "mend.refused.token": "Shopify > Paramètres > Applications : la mienne y est-elle ? "
    "Sinon, réinstallez-la par le Dev Dashboard (Install app). "
    "Un jeton permanent, qui commence par shpat_ ? Donnez-en un neuf à qui m'a installée (pas par mail).",
    "trouble.refused.shop_not_permitted": "L'application n'est pas de la même organisation Shopify que votre boutique : "
    "Shopify ne lui ouvre pas.",
    "mend.refused.shop_not_permitted": "Refaites-la depuis votre boutique : "
    "Shopify > Paramètres > Applications > Développer des applications > Dev Dashboard. "
    "Puis donnez son Client ID et son Secret à qui m'a installée (pas par mail).",
    "trouble.refused.app_not_installed": "L'application n'est pas installée sur votre boutique ; "
    "ou elle a été faite à l'ancienne, et ne s'ouvre que par son jeton.",
    "mend.refused.app_not_installed": "Dev Dashboard > votre application > Install app, puis choisissez la boutique. "
    "Elle a été faite dans l'administration Shopify ? Donnez à qui m'a installée son jeton permanent (shpat_), pas par mail.",
    "trouble.refused.invalid_client": "Shopify ne reconnaît pas l'identifiant de l'application, ou son secret.",
    "mend.refused.invalid_client": "Dev Dashboard > votre application > Settings : "
    "redonnez le Client ID et le Secret, en entier, à qui m'a installée (pas par mail).",
    "trouble.refused.scope": "L'application n'a pas le droit de lire vos commandes (read_orders).",
    "mend.refused.scope": "Dev Dashboard > votre application > Versions : ajoutez read_orders et publiez (Release). "
    "Puis acceptez ce droit dans Shopify, ou réinstallez l'application.",
    "trouble.refused.services": "L'application n'a pas le droit de lire qui prépare vos commandes : "
    "sans lui, je ne sais pas quels articles sont à TPOP.",
    "mend.refused.services": "Dev Dashboard > votre application > Versions : "
    "ajoutez les trois droits read_…_fulfillment_orders et publiez (Release). "
    "Ou demandez à qui m'a installée un autre réglage « lines ».",
    "trouble.refused.horizon": "Shopify ne me montre que les 60 derniers jours, et tout ce que vous m'avez demandé est plus ancien.",
    "mend.refused.horizon": "Dev Dashboard > votre application > Versions : le droit read_all_orders. Ou demandez-moi des jours plus récents.",
    "trouble.refused.orders_hidden": "Shopify cache vos commandes à l'application : "
    "ce sont pour lui des données protégées de vos clients.",
    "mend.refused.orders_hidden": "Dev Dashboard > votre application : demandez l'accès aux données protégées "
    "(Protected customer data), niveau 1. Une application faite depuis votre propre boutique l'a d'office.",
    "trouble.refused.frozen": "Shopify a fermé votre boutique pour le moment : en pause, impayée ou bloquée.",
    "mend.refused.frozen": "C'est voulu ? Rien à faire. "
    "Sinon, Shopify > Paramètres > Forfait, puis Facturation : ce qui manque y est dit.",
    "trouble.refused.shopify_not_found": "Je ne trouve pas de boutique Shopify à l'adresse que j'ai.",
    "mend.refused.shopify_not_found": "Donnez à qui m'a installée l'adresse en myshopify.com, comme ma-boutique.myshopify.com : "
    "elle est dans Shopify > Paramètres > Domaines.",
    "trouble.refused.shopify_forbidden": "Shopify ne me laisse pas entrer, et ne dit pas pourquoi.",
    "mend.refused.shopify_forbidden": "Votre administration Shopify s'ouvre-t-elle, sans bandeau d'alerte ? "
    "Alors réinstallez l'application : Dev Dashboard > votre application > Install app.",
    "trouble.refused.query": "Shopify ne comprend plus ce que je lui demande : je ne suis plus à jour.",
    "mend.refused.query": "Demandez à qui m'a installée de me mettre à jour. "
    "Dans Shopify, vous n'avez rien à changer.",
    "trouble.page_failed.lines": "Je n'ai pas pu lire tous les articles de certaines commandes de {who} : "
    "ils ne sont pas comparés.",
    "mend.page_failed.lines": "",
    "trouble.page_failed.fulfilments": "Je n'ai pas pu lire les envois de certaines commandes de {who} : "
    "je ne sais pas ce qui en est parti.",
    "mend.page_failed.fulfilments": "",
    "trouble.page_failed.payments": "Je n'ai pas pu lire les paiements de certaines commandes de {who} : "
    "je ne sais pas au juste depuis quand TPOP devrait les avoir.",
    "mend.page_failed.payments": "",
    "trouble.page_failed.services": "Je n'ai pas pu lire qui prépare certaines commandes de {who} : "
    "je ne sais pas lesquels de leurs articles sont à TPOP.",
    "mend.page_failed.services": "Dev Dashboard > votre application > Versions : "
    "les trois droits read_…_fulfillment_orders y sont-ils ?",
    "trouble.other.cost": "Shopify trouve trop lourde même ma plus petite question.",
    "mend.other.cost": "Dans Shopify, vous n'avez rien à changer : prévenez qui m'a installée.",
}
