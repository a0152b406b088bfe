/// How many documents a space has. Stands at the end of its index, where the index of all spaces finds it.
struct SpaceCounts: Equatable {
    var pages = 0
    var posts = 0
    var attachments = 0

    var isEmpty: Bool { pages + posts + attachments == 0 }

    var sentence: String {
        [(pages, "page"), (posts, "blog post"), (attachments, "attachment")]
            .map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ")
    }
}
