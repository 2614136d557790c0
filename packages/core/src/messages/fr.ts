import type { Catalogue } from './catalogue.js';

/** The specification's sentences to the letter; ours with French typography (’ and a no-break space before : ; ! ?). */
export const french: Catalogue = {
  errors: {
    MIRROR_NOT_CONFIGURED: {
      message: 'Montage NAS non configuré. Définissez NAS_MOUNT_PATH et montez le partage SMB.',
      hint: 'Indiquez dans NAS_MOUNT_PATH le dossier où le partage est monté, puis redémarrez.',
    },
    MIRROR_PATH_MISSING: {
      message: "Le chemin de montage n'existe pas: {path}",
      hint: 'Montez-y le partage SMB ou corrigez le chemin de montage. docmirror ne crée jamais ce dossier lui-même.',
    },
    MIRROR_NOT_A_FOLDER: {
      message: "Le chemin de montage n'existe pas: {path}",
      hint: 'Quelque chose s’y trouve, mais ce n’est pas un dossier. Indiquez le dossier où le partage est monté.',
    },
    MIRROR_NOT_WRITABLE: {
      message: "Le montage n'est pas accessible en écriture",
      hint: 'Vérifiez les permissions du partage SMB et celles de l’utilisateur du montage, et qu’il n’est pas en lecture seule.',
    },
    MIRROR_FULL: {
      message: 'Le NAS est plein',
      hint: 'Libérez de l’espace sur le partage (ou augmentez son quota), puis relancez. Rien n’est perdu : les documents en attente le restent.',
    },
    MIRROR_NOT_ANSWERING: {
      message: 'Le NAS ne répond pas',
      hint: 'Vérifiez que le NAS est allumé et joignable. Les documents en attente le restent ; la prochaine synchronisation les reprendra.',
    },
    MIRROR_NOT_OURS: {
      message:
        'Ce dossier ne porte pas la marque du partage vers lequel des documents ont été synchronisés. Le partage n’est probablement pas monté.',
      hint: 'Si le partage n’est pas monté, montez-le. S’il s’agit vraiment d’un NAS neuf ou vidé, adoptez-le (sync.adopt() ou POST /adopt) : tous les documents repassent en attente et seront copiés ou reconnus.',
    },
    MIRROR_OTHER_SHARE: {
      message: 'Un autre partage que celui attendu est monté ici',
      hint: 'Montez le bon partage. Si le changement est voulu, adoptez celui-ci (sync.adopt() ou POST /adopt) : tous les documents repassent en attente et seront copiés ou reconnus.',
    },
    MIRROR_MARKER_DAMAGED: {
      message: 'Le fichier .docmirror/mirror.json du partage est illisible',
      hint: 'Restaurez ce fichier depuis une sauvegarde du partage, ou supprimez-le et adoptez le partage (sync.adopt() ou POST /adopt).',
    },
    MIRROR_MARKER_NEWER: {
      message: 'Ce partage a été configuré par une version plus récente de docmirror',
      hint: 'Installez cette version, ou une version ultérieure, sur chaque serveur qui utilise ce partage. Rien n’y a été écrit.',
    },
    MIRROR_LAYOUT_CHANGED: {
      message:
        'Sur ce partage, les documents de type « {type} » sont classés dans « {pinned} », mais les options indiquent maintenant « {wanted} »',
      hint: "Gardez le dossier du partage en écrivant layout: { folders: { {type}: '{pinned}' } }, ou repartez d’un partage vide.",
    },
    MIRROR_LOST: {
      message: 'Le partage a disparu pendant la synchronisation',
      hint: 'Remontez-le et relancez. Rien n’a été marqué qui ne soit sur le partage ; les documents en attente le restent.',
    },
    MIRROR_OTHER_DEVICE: {
      message: 'Un dossier du partage mène à un autre système de fichiers',
      hint: 'Retirez ce qui est monté sous la racine du partage : une copie n’y serait pas sûre.',
    },
    MIRROR_INSIDE_SOURCES: {
      message: 'Le partage et le dossier source {root} sont imbriqués l’un dans l’autre',
      hint: 'N’indiquez dans sourceRoot que des dossiers situés à côté du partage. D’ici là, les sources qui se trouvent sur le partage sont refusées, et les copies accessibles depuis un dossier source ne sont ni remplacées ni supprimées.',
    },
    MIRROR_FAILED: {
      message: 'Le partage refuse de fonctionner ({error})',
      hint: 'Consultez le journal du système et le NAS, puis relancez. Les documents en attente le restent.',
    },
    COPY_PROCESS_FAILED: {
      message: 'Le processus de copie n’a pas pu démarrer ou s’est terminé de façon inattendue ({error})',
      hint: 'Vérifiez la mémoire qui lui reste (dans un conteneur, sa limite), que le serveur a le droit de lancer des processus (avec le modèle de permissions de Node : --allow-child-process) et, si le serveur est empaqueté, l’option processPath. Les documents en attente le restent.',
    },
    SYSTEM_LIMIT_REACHED: {
      message: 'Le système manque de descripteurs de fichiers, de processus ou de mémoire pour les copies ({error})',
      hint: 'EMFILE : augmentez le nombre de fichiers ouverts autorisé (ulimit -n, LimitNOFILE, docker run --ulimit nofile) ou réduisez concurrency. ENFILE : augmentez fs.file-max du système. ENOMEM, EAGAIN : accordez au serveur plus de mémoire ou de processus (dans un conteneur, ses limites). Les documents en attente le restent.',
    },
    DOCUMENT_NOT_FOUND: {
      message: 'Document non trouvé',
      hint: 'Vérifiez l’identifiant ; le document a pu être supprimé ou être exclu par le filtre.',
    },
    DOCUMENT_ID_INVALID: {
      message: 'Identifiant de document non valide',
      hint: 'Donnez l’identifiant tel qu’il figure dans la base de données. S’il s’agit de l’identifiant d’une ligne, corrigez-le, ou corrigez l’option idType : sont admis les nombres entiers, les UUID en minuscules et les textes de 1 000 caractères au plus (500 avec les reçus).',
    },
    DOCUMENT_WITHOUT_FILE: {
      message: 'Document sans fichier',
      hint: 'Joignez d’abord un fichier au document.',
    },
    DOCUMENT_DATE_INVALID: {
      message: 'La date « {date} » n’est pas une date',
      hint: 'Corrigez la ligne, ou indiquez la colonne qui contient la date du document (AAAA-MM-JJ ou horodatage).',
    },
    DOCUMENT_CHANGED: {
      message: 'Document modifié pendant la copie',
      hint: 'Rien à faire : il reste en attente et la prochaine synchronisation le copiera tel qu’il sera alors.',
    },
    MARK_NOT_KEPT: {
      message: 'La base de données n’a pas conservé la marque de ce document',
      hint: 'La copie est sur le partage, mais la ligne est toujours en attente. Cherchez une politique de sécurité au niveau des lignes (RLS) qui empêche l’utilisateur du serveur de modifier la ligne, un déclencheur qui efface la marque, ou un réplica en lecture : le store doit lire là où il écrit.',
    },
    SOURCE_NOT_FOUND: {
      message: 'Fichier source introuvable',
      hint: 'Remettez le fichier en place ou corrigez le chemin dans la ligne. Un chemin relatif est cherché dans sourceRoot.',
    },
    SOURCE_NOT_A_FILE: {
      message: 'La source n’est pas un fichier ordinaire',
      hint: 'Corrigez le chemin dans la ligne : il mène à un dossier, un périphérique ou un tube.',
    },
    SOURCE_UNREADABLE: {
      message: 'Fichier source illisible ({error})',
      hint: 'Donnez à l’utilisateur du serveur le droit de lire le fichier.',
    },
    SOURCE_OUTSIDE_ROOTS: {
      message: 'Le fichier source est en dehors des dossiers sources',
      hint: 'Ajoutez son dossier à sourceRoot s’il peut être lu ; les liens qui mènent ailleurs ne sont jamais suivis.',
    },
    SOURCE_IS_LINK: {
      message: 'La source est un lien',
      hint: 'Mettez dans la ligne le chemin du fichier lui-même : un lien peut mener ailleurs l’instant d’après.',
    },
    SOURCE_INSIDE_MIRROR: {
      message: 'Le fichier source se trouve sur le partage lui-même',
      hint: 'Placez le fichier dans un dossier source sur le disque du serveur et corrigez le chemin dans la ligne : sur le partage, il n’a pas de seconde copie.',
    },
    SOURCE_CHANGED: {
      message: 'Fichier source modifié pendant la copie',
      hint: 'Rien à faire : il reste en attente et la prochaine synchronisation le copiera tel qu’il sera alors.',
    },
    COPY_NAME_TAKEN: {
      message: 'Tous les noms possibles de la copie sont pris par d’autres fichiers',
      hint: 'Regardez le dossier sur le partage ; docmirror n’écrase jamais un fichier qu’il n’a pas écrit pour ce document.',
    },
    COPY_REFUSED: {
      message: 'Le partage refuse ce fichier ({error})',
      hint: 'Vérifiez les permissions du dossier sur le partage, et que le NAS accepte ce nom.',
    },
    COPY_FOLDER_TAKEN: {
      message: 'Sur le partage, l’emplacement du dossier « {path} » est occupé par autre chose qu’un dossier',
      hint: 'Déplacez ou renommez ce qui s’y trouve ; docmirror ne supprime jamais ce qu’il n’a pas écrit. Le document reste en attente ; la prochaine synchronisation réessaiera.',
    },
    COPY_TOO_LARGE: {
      message: 'Il n’y a pas assez de place sur le NAS pour ce document',
      hint: 'Libérez de l’espace sur le partage ou augmentez son quota. Le document reste en attente et sera retenté à intervalles croissants ; les autres documents continuent tant qu’il y a de la place.',
    },
    COPY_FAILED: {
      message: 'La copie a échoué ({error})',
      hint: 'Le document reste en attente ; la prochaine synchronisation réessaiera.',
    },
    COPY_MISSING: {
      message: 'La copie n’est pas sur le partage',
      hint: 'Vérifiez avec réparation (repair) ou relancez : elle sera refaite tant que la source existe.',
    },
    COPY_CHANGED: {
      message: 'La copie sur le partage n’est pas celle qui a été faite',
      hint: 'Vérifiez avec réparation (repair) : elle sera mise de côté dans .docmirror/trash et refaite tant que la source existe.',
    },
    RESTORE_TARGET_TAKEN: {
      message: 'Un autre fichier s’y trouve déjà',
      hint: 'Comparez les deux fichiers. Pour remplacer celui qui s’y trouve, restaurez avec overwrite.',
    },
    RESTORE_TARGET_OUTSIDE: {
      message: 'L’emplacement de restauration est hors des dossiers sources',
      hint: 'Restaurez dans un dossier indiqué par l’option « to ».',
    },
    RESTORE_TARGET_INSIDE_MIRROR: {
      message: 'L’emplacement de restauration se trouve sur le partage lui-même',
      hint: 'Restaurez sur le disque du serveur : indiquez un dossier par l’option « to », ou corrigez le chemin dans la ligne.',
    },
    RESTORE_OUTDATED: {
      message: 'Le document a changé depuis que sa copie a été faite',
      hint: 'Restaurez la copie dans un dossier indiqué par l’option « to », puis mettez-la en place vous-même si c’est la bonne.',
    },
    RESTORE_FAILED: {
      message: 'Impossible d’écrire le fichier sur le disque local ({error})',
      hint: 'Vérifiez l’espace libre et les permissions du dossier de restauration.',
    },
    FAILURE_UNKNOWN: {
      message: 'L’échec a une cause que cette version de docmirror ne connaît pas ({error})',
      hint: 'Une autre version de docmirror a enregistré cet échec. Mettez celle-ci à jour, ou relancez la synchronisation pour voir la cause actuelle.',
    },
    RUN_IN_PROGRESS: {
      message: 'Une synchronisation est déjà en cours',
      hint: 'Attendez qu’elle se termine.',
    },
    RUN_ABORTED: {
      message: 'La synchronisation a été annulée',
      hint: 'Relancez pour continuer ; ce qui est fait reste fait.',
    },
    TOO_MANY_DELETED: {
      message: '{count} documents sur {total} ont disparu de la base ; leurs copies ont été laissées en place',
      hint: 'Vérifiez que la base est complète. S’ils ont vraiment été supprimés, lancez une fois avec allowDeletions: true, ou augmentez deleted.maxShare.',
    },
    ENGINE_STOPPED: {
      message: 'La synchronisation est arrêtée',
      hint: 'Le serveur s’arrête. Relancez après son redémarrage.',
    },
    STORE_FAILED: {
      message: 'La base de données n’a pas répondu comme prévu',
      hint: 'Cherchez la cause dans le journal du serveur. Rien n’a été marqué qui ne soit sur le partage ; relancez.',
    },
    STORE_MISMATCH: {
      message: 'La base de données n’a pas de « {subject} » qui corresponde aux options du store',
      hint: 'Écrivez {write} dans les options du store, ou ajoutez-la à la base et donnez à l’utilisateur du serveur le droit de la lire.',
    },
    STORE_NOT_ADVANCING: {
      message: 'Le store a renvoyé une seconde fois la même page',
      hint: 'Chaque page d’un store doit commencer après la précédente. Cherchez des lignes modifiées à la main et, s’il s’agit de votre propre store, testez-le avec documentStoreSuite.',
    },
    STORE_ID_CHANGED: {
      message:
        'Le partage connaît ce magasin sous le nom « {kept} », mais ses options indiquent maintenant « {given} »',
      hint: "Écrivez storeId: '{kept}' (ou rien). Si le changement est voulu, appelez rebuild() : les listes passent alors sous le nouveau nom.",
    },
    STORE_LISTS_AMBIGUOUS: {
      message: 'Les listes de plusieurs magasins du partage pourraient être celles de ce magasin : {stores}',
      hint: "Rien n’a été modifié. Regardez .docmirror/documents sur le partage et nommez la bonne : rebuild({ from: ['{first}'] }), ou POST /rebuild?from={first}.",
    },
    OPTIONS_INVALID: {
      message: '{detail}',
      hint: 'Corrigez les options données.',
    },
    QUERY_INVALID: {
      message: '« {name} » n’est pas valide : {expected}',
      hint: 'Corrigez la requête. Les points d’accès et leurs paramètres sont dans la documentation.',
    },
    RECEIPTS_NEEDED: {
      message: 'Cette opération demande des reçus, et le magasin n’en a pas',
      hint: 'Créez la table des reçus et activez-la : receipts: true dans les options du magasin ; voir son README.',
    },
    FORBIDDEN: {
      message: 'Accès refusé',
      hint: 'Connectez-vous, ou envoyez les identifiants que ce serveur demande.',
    },
    ROUTE_NOT_FOUND: {
      message: 'Point d’accès inconnu',
      hint: 'Consultez la liste des points d’accès dans la documentation.',
    },
    SERVER_UNREACHABLE: {
      message: 'Le serveur est injoignable',
      hint: 'Vérifiez baseUrl et que le serveur fonctionne.',
    },
    ANSWER_INVALID: {
      message: 'Le serveur n’a pas répondu comme l’API de synchronisation',
      hint: 'Vérifiez que baseUrl mène au routeur de synchronisation, et que les deux côtés ont la même version.',
    },
    INTERNAL_ERROR: {
      message: 'Erreur interne',
      hint: 'Cherchez la cause dans le journal du serveur.',
    },
  },
  phrases: {
    testPassed: 'Montage NAS accessible en lecture/écriture',
    documentSynced: 'Synchronisé vers {path}',
    documentRestored: 'Restauré depuis {key}',
    documentPresent: 'Le même fichier s’y trouve déjà : {key}',
    documentFailed: 'Document {id}: {message}',
    rebuildUnfinished:
      'Les listes du partage datent d’avant : une reconstruction n’est pas allée à son terme. Appelez de nouveau sync.rebuild().',
    expectedCursor: 'donnez le curseur (cursor) de la réponse précédente, ou aucun pour recommencer',
    expectedBody: 'envoyez un objet JSON de 64 Kio au plus, ou aucun corps',
    knownNames: 'paramètre inconnu ; cette requête accepte {names}',
    noNames: 'cette requête n’accepte aucun paramètre',
    adopted: 'Partage adopté. Tous les documents sont en attente ; lancez la synchronisation.',
    typeUnknown: 'Type de document inconnu « {type} » : classé dans « {folder} ».',
    dateMissing: 'Les documents sans date sont classés dans « {folder} ».',
    copiesInSources:
      'Les copies sont accessibles depuis le dossier source {root}. L’une d’elles pourrait être le seul fichier d’un document : aucune n’est remplacée ni supprimée. N’indiquez dans sourceRoot que des dossiers situés à côté du partage.',
    copyIsSource: 'Plus nécessaire, mais c’est peut-être le fichier d’un document, donc laissé en place : {key}',
    copyOfOther: 'Plus nécessaire, mais citée par les listes d’un autre magasin, donc laissée en place : {key}',
    unreceipted:
      'Documents marqués sans reçu : {count}. Appelez sync.rebuild() ou POST /rebuild ; leurs copies sont alors reconnues.',
    copyChanged: 'Plus nécessaire, mais modifié par quelqu’un, donc laissé en place : {key}',
    copyNotRemoved: 'Plus nécessaire, mais impossible à supprimer pour l’instant ({error}) : {key}',
    listNotWritten: 'Impossible à écrire dans .docmirror sur le partage pour l’instant ({error}) : {name}',
  },
};
