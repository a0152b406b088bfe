/// One generated space: where its numbers begin in the whole site, and how they are shared out.
/// Of 20 documents the last is a blog post; of 25 pages one has a comment, of 50 an inline comment.
/// A class, because each answer looks at it many times and copying it would cost more than the looking.
final class Region: Sendable {
    let space: Space
    let documents: Int
    let tree: TreeShape
    let files: FileDensity
    /// First numbers in the site of documents, folders (by block), attachments and comments.
    let firstDocument: Int
    let firstFolder: Int
    let firstAttachment: Int
    let firstFooter: Int
    let firstInline: Int
    let pageAges: Shuffle
    let postAges: Shuffle
    let fileAges: Shuffle

    var posts: Int { documents / 20 }
    var pages: Int { documents - posts }
    var attachments: Int { files.count(before: documents) }
    var footers: Int { (pages + 21) / 25 }
    var inlines: Int { (pages + 42) / 50 }

    static func document(ofPage page: Int) -> Int { page + page / 19 }
    static func document(ofPost post: Int) -> Int { post * 20 + 19 }
    static func isPost(_ document: Int) -> Bool { document % 20 == 19 }
    static func page(ofDocument document: Int) -> Int { document - document / 20 }
    static func post(ofDocument document: Int) -> Int { document / 20 }

    static func page(ofFooter comment: Int) -> Int { comment * 25 + 3 }
    static func page(ofInline comment: Int) -> Int { comment * 50 + 7 }

    init(space: Space, documents: Int, files: FileDensity, seed: UInt64, after last: Region?) {
        self.space = space
        self.documents = documents
        self.files = files
        let posts = documents / 20
        let pages = documents - posts
        let own = mix(seed, space.id)
        tree = TreeShape(pages: pages, seed: own)
        pageAges = Shuffle(count: pages, seed: own)
        postAges = Shuffle(count: posts, seed: own &+ 1)
        fileAges = Shuffle(count: files.count(before: documents), seed: own &+ 2)
        firstDocument = last.map { $0.firstDocument + $0.documents } ?? 0
        firstFolder = last.map { $0.firstFolder + $0.tree.blocks } ?? 0
        firstAttachment = last.map { $0.firstAttachment + $0.attachments } ?? 0
        firstFooter = last.map { $0.firstFooter + $0.footers } ?? 0
        firstInline = last.map { $0.firstInline + $0.inlines } ?? 0
    }
}
