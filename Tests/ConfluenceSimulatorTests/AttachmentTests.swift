import ConfluenceSimulator
import Foundation
import Testing

@Suite("attachments")
struct AttachmentTests {
    @Test("a search by space shows what is visible, with container, labels, version and size")
    func listed() async throws {
        try await Practice.onBoth { practice in
            let truth = Array(practice.simulator.attachments)
            #expect(truth.count > 250 && Set(truth.map(\.id)).count == truth.count)
            #expect(truth.contains { !$0.isVisible } && truth.contains { $0.status == "trashed" })
            #expect(truth.contains { $0.containerKind == "blogpost" && $0.isVisible })
            for key in Set(truth.map(\.spaceKey)) {
                let wanted = truth.filter { $0.spaceKey == key && $0.isVisible }
                let found = try await practice.searched(
                    "space = \"\(key)\" and type = attachment order by created asc",
                    expand: "version,container,extensions,metadata.labels,history")
                #expect(Set(found.ids) == Set(wanted.map(\.id)), "\(key)")
                for file in wanted {
                    let shown = try #require(found.first { $0["id"].string == file.id })
                    #expect(shown["title"].string == file.fileName)
                    #expect(shown["version"]["number"].int == file.version)
                    #expect(shown["container"]["id"].string == file.containerID)
                    #expect(shown["container"]["type"].string == file.containerKind)
                    #expect(shown["extensions"]["fileSize"].int == file.size)
                    #expect(
                        shown["metadata"]["labels"]["results"].list.compactMap { $0["name"].string } == file.labels)
                }
            }
        }
    }

    @Test("density is what was asked for, on pages and blog posts", arguments: [0.0, 1.0 / 12, 1.0, 3.0])
    func density(_ each: Double) async throws {
        try await Practice.with(.generated(pages: 1200, spaces: 3, attachmentsPerPage: each)) { practice in
            let count = Array(practice.simulator.attachments).count
            #expect(abs(Double(count) - 1200 * each) <= 3)
            for page in practice.simulator.pages where page.attachments.count > 1 {
                #expect(Set(page.attachments).count == page.attachments.count)
            }
        }
    }

    @Test("readers open every kind of file and find its words, which follow from id and version")
    func readable() async throws {
        let readers = [".docx": ["unzip", "-p", "FILE", "word/document.xml"], ".pdf": ["pdftotext", "FILE", "-"]]
        try await Practice.onBoth { practice in
            var kinds: Set<String> = []
            for file in practice.simulator.attachments where file.isVisible {
                let kind = "." + (file.fileName.split(separator: ".").last ?? "")
                guard kinds.insert(kind).inserted else { continue }
                let answer = try await practice.download(file)
                #expect(answer.status == 200 && answer.body.count == file.size)
                #expect(answer.body == practice.simulator.bytes(ofAttachment: file.id))
                let words = try #require(practice.simulator.words(ofAttachment: file.id))
                #expect(words.isEmpty == (kind == ".png"))
                var text = answer.text
                if let command = readers[kind] {
                    guard let read = try Reader.text(of: answer.body, command) else { continue }
                    text = read
                }
                for word in words { #expect(text.contains(word), "\(file.fileName)") }
                let number = kind == ".docx" ? "PK\u{3}\u{4}" : kind == ".pdf" ? "%PDF-1." : ""
                #expect(answer.text.hasPrefix(number))
            }
            #expect(kinds == [".docx", ".pdf", ".txt", ".csv", ".png"])
        }
    }

    @Test("sizes in listings are those of the files, in every version")
    func sizes() async throws {
        try await Practice.with(.generated(pages: 500, spaces: 2, attachmentsPerPage: 1)) { practice in
            var sizes: Set<Int> = []
            for file in practice.simulator.attachments {
                #expect(practice.simulator.bytes(ofAttachment: file.id)?.count == file.size, "\(file.fileName)")
                sizes.insert(file.size)
            }
            #expect(sizes.count > 200)
            let home = try await practice.all("pages?limit=1").ids[0]
            for name in ["a.docx", "b.pdf", "c.csv", "d.png", "e.xyz"] {
                let id = try practice.simulator.edit(.attach(name, to: home))
                for _ in 0..<12 { try practice.simulator.edit(.body(id)) }
                let file = try #require(practice.simulator.attachments.first { $0.id == id })
                #expect(file.version == 13 && practice.simulator.bytes(ofAttachment: id)?.count == file.size)
            }
        }
    }

    @Test("a new version has other words; the old one can still be had")
    func version() async throws {
        try await Practice.onBoth { practice in
            let file = try #require(
                practice.simulator.attachments.first { $0.isVisible && $0.fileName.hasSuffix("docx") })
            let before = try #require(practice.simulator.words(ofAttachment: file.id))
            try practice.simulator.edit(.body(file.id))
            let after = try #require(practice.simulator.attachments.first { $0.id == file.id })
            #expect(after.version == file.version + 1 && after.fileName == file.fileName)
            let words = try #require(practice.simulator.words(ofAttachment: file.id))
            #expect(words[0] != before[0] && words != before)
            #expect(practice.simulator.words(ofAttachment: file.id, version: file.version) == before)
            let newest = try await practice.searched("type = attachment order by lastmodified desc")
            #expect(newest.ids.first == file.id)
            let bytes = try await practice.download(after)
            #expect(bytes.text.contains(words[0]) && !bytes.text.contains(before[0]))
        }
    }

    @Test("rename, relabel and move leave the version alone; the file goes along")
    func quiet() async throws {
        try await Practice.onBoth { practice in
            let files = practice.simulator.attachments.filter(\.isVisible)
            let file = try #require(files.first { $0.spaceKey == "ENG" })
            let page = try #require(
                practice.simulator.pages.first { $0.isVisible && $0.status == "current" && $0.spaceKey == "DOCS" })
            try practice.simulator.edit([
                .retitle(file.id, "Neuer Name.pdf"), .relabel(file.id, ["x", "y"]), .move(file.id, below: page.id),
            ])
            let after = try #require(practice.simulator.attachments.first { $0.id == file.id })
            #expect(after.fileName == "Neuer Name.pdf" && after.labels == ["x", "y"] && after.containerID == page.id)
            #expect(after.spaceKey == "DOCS" && after.version == file.version)
            let found = try await practice.searched(
                "space = DOCS and type = attachment and label = y", expand: "container")
            #expect(found.ids == [file.id] && found[0]["container"]["id"].string == page.id)
            #expect(try await practice.searched("space = ENG and id = \(file.id)").isEmpty)
            if practice.isDataCenter {
                let labels = try await practice.get("/confluence/rest/api/content/\(file.id)/label").json["results"]
                #expect(labels.list.compactMap { $0["name"].string } == ["x", "y"])
            } else {
                let single = try await practice.get("/wiki/api/v2/attachments/\(file.id)?include-labels=true").json
                #expect(single["labels"]["results"].list.compactMap { $0["name"].string } == ["x", "y"])
                #expect(single["pageId"].string == page.id || single["blogPostId"].string == page.id)
                #expect(try await practice.all("attachments/\(file.id)/labels").count == 2)
                #expect(try await practice.all("pages/\(page.id)/attachments").ids.contains(file.id))
            }
            #expect(try await practice.download(after).body.count == file.size)
        }
    }

    @Test("trash, restore and purge: gone from lists, named by its own address until it is purged")
    func trash() async throws {
        try await Practice.onBoth { practice in
            let file = try #require(practice.simulator.attachments.first { $0.isVisible })
            func listed() async throws -> Bool {
                try await practice.searched("id = \(file.id) and type = attachment").ids == [file.id]
            }
            func single() async throws -> Answer {
                try await practice.get(
                    practice.isDataCenter
                        ? "/confluence/rest/api/content/\(file.id)?status=any" : "/wiki/api/v2/attachments/\(file.id)")
            }
            try practice.simulator.edit(.trash(file.id))
            #expect(try await !listed())
            #expect(try await single().json["status"].string == "trashed")
            #expect(try await practice.download(file).status == 404)
            try practice.simulator.edit(.restore(file.id))
            #expect(try await listed())
            #expect(try await practice.download(file).status == 200)
            try practice.simulator.edit(.purge(file.id))
            #expect(try await !listed())
            #expect(try await single().status == 404)
            #expect(!practice.simulator.attachments.contains { $0.id == file.id })
        }
    }

    @Test("a page in the trash, in the archive or closed to the reader hides its files", arguments: 0..<3)
    func container(_ way: Int) async throws {
        try await Practice.onBoth { practice in
            let file = try #require(practice.simulator.attachments.first { $0.isVisible && $0.containerKind == "page" })
            let page = file.containerID
            let edits: [SiteEdit] = [.trash(page), SiteEdit(.archive, id: page), .restrict(page, users: ["nobody"])]
            try practice.simulator.edit(edits[way])
            let after = try #require(practice.simulator.attachments.first { $0.id == file.id })
            #expect(!after.isVisible && after.isRestricted == (way == 2))
            #expect(try await practice.searched("id = \(file.id)").isEmpty)
            if !practice.isDataCenter {
                let listed = try await practice.all("attachments?limit=250").first { $0["id"].string == file.id }
                #expect(listed?["status"].string == (way == 1 ? "archived" : nil))
                let status = try await practice.get("/wiki/api/v2/attachments/\(file.id)").status
                #expect(status == (way == 2 ? 404 : 200))
            }
            let undo: [SiteEdit] = [.restore(page), SiteEdit(.unarchive, id: page), SiteEdit(.unrestrict, id: page)]
            try practice.simulator.edit(undo[way])
            #expect(try await practice.searched("id = \(file.id)").ids == [file.id])
        }
    }

    @Test("the search index knows an older version, and nothing that is gone")
    func index() async throws {
        try await Practice.onBoth { practice in
            let files = practice.simulator.attachments.filter(\.isVisible)
            practice.simulator.configure { $0.indexFrozenAfterEdits = 0 }
            try practice.simulator.edit([.body(files[0].id), .trash(files[1].id), .purge(files[2].id)])
            let found = try await practice.searched(
                "id in (\(files.prefix(3).map(\.id).joined(separator: ",")))", expand: "version")
            #expect(found.ids == [files[0].id] && found[0]["version"]["number"].int == files[0].version)
            let path = practice.isDataCenter ? practice.api + "content/" : "/wiki/api/v2/attachments/"
            let single = try await practice.get(path + files[0].id).json
            #expect(single["version"]["number"].int == files[0].version + 1)
            _ = try await practice.download(files[0])
            #expect(practice.simulator.requests.downloads == 1)
        }
    }

    @Test("edits that Confluence would not take are refused")
    func refused() async throws {
        try await Practice.with(.generated(pages: 600, spaces: 2, attachmentsPerPage: 2)) { practice in
            let page = try #require(practice.simulator.pages.first { $0.attachments.count == 2 })
            let files = practice.simulator.attachments.filter { $0.containerID == page.id && $0.status == "current" }
            for edit in [
                .restrict(files[0].id), SiteEdit(.archive, id: files[0].id), .retitle(files[0].id, ""),
                .retitle(files[0].id, files[1].fileName), .move(files[0].id, below: nil),
                .move(files[0].id, below: files[1].id), .trash("att1"),
            ] {
                #expect(throws: SimulatorError.self) { try practice.simulator.edit(edit) }
            }
            let made = try practice.simulator.edit(.attach("Plan B.docx", to: page.id))
            #expect(practice.simulator.words(ofAttachment: made)?.isEmpty == false)
            #expect(practice.simulator.bytes(ofAttachment: made)?.starts(with: Array("PK".utf8)) == true)
        }
    }

    @Test("the control surface tells the truth about attachments")
    func control() async throws {
        try await Practice.with { practice in
            let lines = try await practice.get("/_simulator/attachments").text.split(separator: "\n")
            #expect(lines.count == Array(practice.simulator.attachments).count)
        }
    }
}
