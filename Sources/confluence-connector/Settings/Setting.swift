/// One setting: the same name as flag (`--redis-url`), environment variable (`REDIS_URL`) and key of the settings file
/// (`redis_url`).
struct Setting: Sendable {
    let variable: String
    let help: String
    var isSecret = false
    /// `nil`: in use. Otherwise what the setting waits for, said as a warning when it is given.
    var pending: String?

    var flag: String { variable.lowercased().replacing("_", with: "-") }
    var key: String { variable.lowercased() }

    /// Every setting there is. What is not here is refused, so that a misspelt name does not pass for a default.
    static let all: [Setting] = [
        Setting(
            variable: "REDIS_URL",
            help:
                "redis://, rediss://, unix://, redis-sentinel:// or redis-cluster:// address; unset: a private server in DATA_DIR",
            isSecret: true),
        Setting(
            variable: "REDIS_ALLOW_EVICTION", help: "work with a Redis that drops keys when its memory is full (false)"),
        Setting(variable: "DATA_DIR", help: "where the private Redis and its key live (.connector)"),
        Setting(variable: "CONNECTOR_ID", help: "name of this connector (confluence)"),
        Setting(variable: "CONNECTOR_SECRET_KEY", help: "Fernet key that seals credentials in Redis", isSecret: true),
        Setting(
            variable: "CONFLUENCE_URL",
            help: "address of the site, with /wiki on Cloud, with its context path on Data Center"),
        Setting(
            variable: "CONFLUENCE_FORMER_URL",
            help: "address that the same site had before; its documents are taken over"),
        Setting(variable: "CONFLUENCE_DEPLOYMENT", help: "auto, cloud or datacenter (auto)"),
        Setting(variable: "CONFLUENCE_USERNAME", help: "account's e-mail address on Cloud, user name on Data Center"),
        Setting(variable: "CONFLUENCE_API_TOKEN", help: "API token of that account", isSecret: true),
        Setting(
            variable: "CONFLUENCE_PAT", help: "personal access token, instead of user name and API token",
            isSecret: true),
        Setting(variable: "CONFLUENCE_SPACE_KEYS", help: "space keys or globs, comma separated (all)"),
        Setting(variable: "CONFLUENCE_EXCLUDE_SPACE_KEYS", help: "space keys or globs to leave out (none)"),
        Setting(variable: "CONFLUENCE_INCLUDE_BLOGS", help: "sync blog posts (true)"),
        Setting(variable: "CONFLUENCE_INCLUDE_ATTACHMENTS", help: "sync the text of attachments (true)"),
        Setting(variable: "CONFLUENCE_INCLUDE_COMMENTS", help: "sync comments (false)", pending: "comments"),
        Setting(variable: "CONFLUENCE_INCLUDE_ARCHIVED", help: "sync archived pages and spaces (false)"),
        Setting(variable: "CONFLUENCE_PERSONAL_SPACES", help: "include, named or exclude (include)"),
        Setting(
            variable: "CONFLUENCE_CLOSED_SPACES", help: "include, named or exclude (include)", pending: "closed spaces"),
        Setting(variable: "CONFLUENCE_RESTRICTED_CONTENT", help: "exclude or include (exclude)"),
        Setting(variable: "OPEN_GROUPS", help: "groups whose restriction counts as none, comma separated"),
        Setting(variable: "CONFLUENCE_TIMEOUT", help: "longest time for one request (60s)"),
        Setting(variable: "CONFLUENCE_MAX_RPS", help: "requests a second at most (30)"),
        Setting(variable: "CONFLUENCE_MAX_CONCURRENCY", help: "requests at a time at most (16; Data Center 4)"),
        Setting(variable: "CONFLUENCE_CA_FILE", help: "PEM file of the authority that signs the site's certificate"),
        Setting(variable: "SINK", help: "directory, jsonl or lh42 (lh42 when LH42_API_KEY is given, else directory)"),
        Setting(variable: "SINK_PATH", help: "folder, or file for jsonl (out, out.jsonl)"),
        Setting(variable: "WORKER_CONCURRENCY", help: "batches a worker does at a time (2 x cores)"),
        Setting(
            variable: "WORKER_LEASE", help: "silence after which a worker's jobs go to others, from 2s to 10m (30s)"),
        Setting(variable: "LOG_LEVEL", help: "trace, debug, info, notice, warning or error (info; sync: warning)"),
        Setting(variable: "LOG_FORMAT", help: "text or json (text on a terminal, else json)"),
        Setting(variable: "CONFLUENCE_OAUTH_CLIENT_ID", help: "OAuth client", pending: "OAuth"),
        Setting(
            variable: "CONFLUENCE_OAUTH_CLIENT_SECRET", help: "OAuth client's secret", isSecret: true, pending: "OAuth"),
        Setting(variable: "CONNECTOR_PUBLIC_URL", help: "address browsers reach the connector at", pending: "OAuth"),
        Setting(variable: "ATLASSIAN_AUTH_URL", help: "Atlassian's authorization server", pending: "OAuth"),
        Setting(variable: "ATLASSIAN_API_URL", help: "Atlassian's API gateway", pending: "OAuth"),
        Setting(variable: "ATTACHMENT_MAX_BYTES", help: "larger files are left where they are (100MiB)"),
        Setting(variable: "ATTACHMENT_MAX_TEXT_BYTES", help: "longer texts of attachments are cut (4MiB)"),
        Setting(
            variable: "ATTACHMENT_TYPES",
            help: "kinds that are read, comma separated: pdf, docx, xlsx, pptx, odf, text, html, … (all but images)"),
        Setting(variable: "ATTACHMENT_MAX_PER_PAGE", help: "files of one page, the oldest first (all)"),
        Setting(
            variable: "ATTACHMENT_UNREAD",
            help: "skip or list: a document without text for each file that is not read (skip)"),
        Setting(variable: "ATTACHMENT_NESTED", help: "read files attached to e-mails, too (false)"),
        Setting(variable: "ARCHIVES", help: "list the names in zip files, or skip them (list)"),
        Setting(variable: "EXTRACTION_SANDBOX", help: "strict, best_effort or off (best_effort)"),
        Setting(variable: "EXTRACTION_WORKERS", help: "files read at a time by one process (number of cores)"),
        Setting(variable: "OCR", help: "tesseract (reads pictures and scanned pages) or off (off)"),
        Setting(variable: "OCR_LANGUAGES", help: "what tesseract reads, for example deu+eng (eng)"),
        Setting(variable: "TIKA_URL", help: "Tika server that gets what nothing here reads (none)"),
        Setting(
            variable: "TIKA_MODE", help: "unsupported, or fallback: also what is corrupt by our readers (unsupported)"),
        Setting(variable: "LH42_BASE_URL", help: "address of LH42 (https://api.lakehouse42.com)"),
        Setting(variable: "LH42_API_KEY", help: "key of LH42 that may read and write documents", isSecret: true),
        Setting(
            variable: "LH42_COLLECTION",
            help: "an id, name:NAME (made when missing) or space (one for each space); unset: none"),
        Setting(variable: "LH42_REQUESTS_PER_MINUTE", help: "requests to LH42 at most (1000)"),
        Setting(
            variable: "SYNC_SCHEDULE",
            help: "when the coordinator syncs everything: an interval, a cron expression in UTC or off (4h)"),
        Setting(variable: "SYNC_DELTA_SCHEDULE", help: "when it looks for edits alone: the same (5m)"),
        Setting(variable: "WEBHOOK_SECRET", help: "secret of webhooks", isSecret: true, pending: "webhooks"),
        Setting(variable: "CONNECTOR_LISTEN", help: "address of the HTTP API", pending: "the HTTP API"),
        Setting(variable: "CONNECTOR_API_KEY", help: "key of the HTTP API", isSecret: true, pending: "the HTTP API"),
        Setting(
            variable: "CONNECTOR_HEALTH_LISTEN",
            help: "host:port of /livez, /readyz and /metrics, for any role (none); :8043 for all addresses"),
    ]

    /// Environment variables with these beginnings are ours, so a name among them that is not in ``all`` is a mistake.
    static let prefixes = [
        "CONFLUENCE_", "CONNECTOR_", "SINK_", "SYNC_", "ATTACHMENT_", "EXTRACTION_", "LH42_", "OCR_", "TIKA_",
    ]
}
