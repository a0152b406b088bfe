package import struct Foundation.Date

/// A file on a page or blog post. Uploading the same name again makes a new version of the same id.
package struct Attachment: Sendable {
    package var id: ContentID
    /// `current`, `archived` or `trashed`.
    package var status: ContentStatus
    package var fileName: String
    /// The page or blog post it hangs on; `nil` for files on things that are not synced (custom content, comments).
    package var containerID: ContentID?
    package var containerKind: ContentKind?
    /// As the uploader's browser said it; may be wrong or empty.
    package var mediaType: String
    /// Bytes; `nil` when the server does not say.
    package var fileSize: Int?
    package var version: ContentVersion
    package var createdAt: Date?
    /// Who uploaded the first version, and this one. Without a name where the answer has only ids.
    package var createdBy: User?
    package var updatedBy: User?
    /// `nil`: the answer does not tell.
    package var labels: [String]?
    /// What its uploader said of this version.
    package var comment: String?
    /// The path below the site's base address that opens the file in a browser.
    package var webPath: String?
    /// The legacy download path below the base address; what Data Center is asked for.
    package var downloadPath: String?

    package init(
        id: ContentID, status: ContentStatus, fileName: String, containerID: ContentID?, containerKind: ContentKind?,
        mediaType: String, fileSize: Int?, version: ContentVersion, createdAt: Date? = nil, createdBy: User? = nil,
        updatedBy: User? = nil, labels: [String]? = nil, comment: String? = nil, webPath: String? = nil,
        downloadPath: String? = nil
    ) {
        self.id = id
        self.status = status
        self.fileName = fileName
        self.containerID = containerID
        self.containerKind = containerKind
        self.mediaType = mediaType
        self.fileSize = fileSize
        self.version = version
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.updatedBy = updatedBy
        self.labels = labels
        self.comment = comment
        self.webPath = webPath
        self.downloadPath = downloadPath
    }
}
