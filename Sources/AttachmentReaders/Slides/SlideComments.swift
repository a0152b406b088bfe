internal import ContentTree

/// Comments on a slide, of both kinds that PowerPoint has had.
enum SlideComments {
    static func write(ofSlide part: String, of presentation: Presentation, to output: DocumentOutput) {
        let package = presentation.package
        var comments = CommentList()
        for part in package.relationships(of: part).targets("comments") where !output.isFull {
            let relationships = package.relationships(of: part)
            _ = package.read(part, as: SlideTag.self) { xml in
                var author = ""
                while !output.isFull, let event = xml.event() {
                    switch event {
                    case .start(.comment), .start(.newComment), .start(.reply):
                        author = xml.attribute("authorId").flatMap { presentation.authors[$0] } ?? ""
                    case .start(.oldCommentText):
                        var flow = TextFlow()
                        flow.append(xml.allText(limit: package.limits.run))
                        comments.add(author: author, flow.takeBlocks(), to: output)
                    case .start(.commentText):
                        let text = SlideText(relationships, runLimit: package.limits.run, isList: false)
                        comments.add(author: author, text.read(&xml), to: output)
                    default: break
                    }
                }
            }
        }
        comments.finish(output)
    }
}
