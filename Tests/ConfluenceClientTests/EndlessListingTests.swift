import ConfluenceClient
import ConfluenceModel
import HTTPTransport
import Testing

@Suite("Listings that do not end")
struct EndlessListingTests {
    private let space = Space(id: SpaceID("65539"), key: "ENG", name: "Engineering", type: "global")

    /// Answers until the listing ends or is given up.
    private func walk(
        _ client: ConfluenceClient, atMost most: Int = 200
    ) async -> (answers: Int, error: ConfluenceError?) {
        var answers = 0
        var place: String?
        do throws(ConfluenceError) {
            repeat {
                place = try await client.contents(.page, in: space, after: place).next
                answers += 1
            } while place != nil && answers < most
            return (answers, nil)
        } catch {
            return (answers, error)
        }
    }

    @Test("one that goes in circles is found out, however long the circle", arguments: [2, 3, 7, 20])
    func circles(length: Int) async throws {
        let script = Script { asked in
            let number = asked.query["cursor"].flatMap { Int($0) } ?? 0
            let next = number >= length ? 1 : number + 1
            return .json(Shape.list([Shape.page(1000 + number)], next: "/x?cursor=\(next)"))
        }
        let walked = await walk(try script.client())
        #expect(walked.error?.code == .malformed)
        #expect(walked.error?.message.contains("circles") == true)
        #expect(walked.answers <= 4 * length + 4)
    }

    @Test("new cursors for the same elements are a circle, too")
    func freshCursors() async throws {
        let script = Script { asked in
            let number = asked.query["cursor"].flatMap { Int($0) } ?? 0
            return .json(Shape.list([Shape.page(1), Shape.page(2)], next: "/x?cursor=\(number + 1)"))
        }
        #expect(await walk(try script.client()).error?.code == .malformed)
    }

    @Test("so is a server that does not heed where the listing is to start")
    func ignoredStart() async throws {
        let script = Script { asked in
            asked.path.hasSuffix("/scan")
                ? nil : .json(Shape.list([Shape.hit(1), Shape.hit(2)], next: "/rest/api/content?start=2"))
        }
        let walked = await walk(try script.client(deployment: .datacenter))
        #expect(walked.error?.code == .malformed)
        #expect(walked.answers <= 4)
    }

    @Test("a circle is found by another process, too, that goes on from the stored place")
    func resumed() async throws {
        let script = Script { asked in
            let isFirst = asked.query["cursor"] != "b"
            return .json(Shape.list([Shape.page(isFirst ? 1 : 2)], next: "/x?cursor=\(isFirst ? "b" : "a")"))
        }
        var place: String?
        await #expect(throws: ConfluenceError.self) {
            for _ in 0..<20 { place = try await script.client().contents(.page, in: space, after: place).next }
        }
    }

    @Test("a long listing that does end is no circle")
    func long() async throws {
        let script = Script { asked in
            let number = asked.query["cursor"].flatMap { Int($0) } ?? 0
            return .json(Shape.list([Shape.page(number)], next: number < 150 ? "/x?cursor=\(number + 1)" : nil))
        }
        let walked = await walk(try script.client())
        #expect(walked.error == nil)
        #expect(walked.answers == 151)
    }

    @Test("a listing that was to end long ago is given up, and a place of strange numbers begins anew")
    func bounds() async throws {
        let script = Script { _ in .json(Shape.list([Shape.page(1)], next: "/x?cursor=c")) }
        let client = try script.client()
        await #expect {
            try await client.contents(.page, in: space, after: "2;250;0;100000;7;cursor=b")
        } throws: { ($0 as? ConfluenceError)?.message.contains("100000") == true }
        for place in ["2;250;0;-1;7;cursor=b", "2;250;0;1;-7;cursor=b", "2;250;0;1;cursor=b"] {
            await #expect {
                try await client.contents(.page, in: space, after: place)
            } throws: { ($0 as? ConfluenceError)?.code == .cursorExpired }
        }
        let files = Script { _ in .json(Shape.list([])) }
        let listing = try await files.client(deployment: .datacenter).attachments(
            inSpace: "ENG", after: "2;250;0;1;7;start=9223372036854775807")
        #expect(listing.next == nil)
    }
}
