import ConfluenceClient
import ConfluenceModel
import HTTPTransport
import Testing

/// What the client does with the bytes of an answer, seen from outside: by the name in `/user/current`.
@Suite("Reading JSON")
struct JSONTests {
    private func name(_ body: String) async throws -> String {
        try await Script { _ in .json(body) }.client().currentUser().displayName
    }

    private func user(_ name: String) -> String { #"{"type":"known","accountId":"a1","displayName":"# + name + "}" }

    @Test(
        "strings are unescaped as RFC 8259 says",
        arguments: [
            (#""plain""#, "plain"), (#""\u00fc\u00DF \ud83d\ude00""#, "üß 😀"), (#""a\"b\\c\/d\n\t""#, "a\"b\\c/d\n\t"),
            (#""\ud83d alone""#, "\u{FFFD} alone"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""ünïcode""#, "ünïcode"),
        ])
    func strings(written: String, read: String) async throws {
        #expect(try await name(user(written)) == read)
    }

    @Test("white space, byte order mark, odd numbers and unknown members do not disturb")
    func tolerance() async throws {
        let body =
            "\u{FEFF} { \"x\" : [ ] , \"y\":{ }, \"n\":-1.5E+10,\"b\":[true,false,null],\r\n"
            + user("\"Ann\"").dropFirst()
        #expect(try await name(body) == "Ann")
    }

    @Test(
        "what is no JSON is malformed and nothing worse",
        arguments: [
            "", "{", "[1,2", #"{"a" 1}"#, #"{"a":1,}"#, "tru", #""\x""#, #""\u12""#, "{}{}", "\u{0}", #"{"a":"#, "nul",
            #"{a:1}"#,
        ])
    func malformed(body: String) async throws {
        await #expect { try await name(body) } throws: { ($0 as? ConfluenceError)?.code == .malformed }
    }

    @Test("depth and number of values are bounded")
    func bounds() async throws {
        let deep = String(repeating: "[", count: 1_000_000)
        await #expect { try await name(deep) } throws: { ($0 as? ConfluenceError)?.code == .malformed }
        let many = "[" + String(repeating: "0,", count: 1_500_000) + "0]"
        await #expect { try await name(many) } throws: { ($0 as? ConfluenceError)?.code == .malformed }
    }
}
