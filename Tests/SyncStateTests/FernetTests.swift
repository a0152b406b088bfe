import Foundation
import SyncState
import Testing

@Suite("Fernet: sealed texts that Python reads and writes")
struct FernetTests {
    private static let key = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="

    // The first from github.com/fernet/spec (verify.json), the others made with Python's cryptography 48.
    @Test(
        "tokens of others are read",
        arguments: [
            (
                "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==",
                "hello"
            ),
            (
                "gAAAAABlU_EA-5KI7VtI2IAln3GCOamfkYk2MoUMAV413KF4JT_UrEa1CDyh7U2rikiGKv5YANYOeAddWsKlQpyyHq"
                    + "TxizVUc56-rpVAzp6TwlenORTOQpIJRsuMsZ_mMVrpO2XbCKCW",
                "{\"api_token\":\"s3cret\",\"username\":\"ann\"}"
            ),
            (
                "gAAAAABlU_EArxyhZN-kj0QeKdRyGjbOOK39w7qEv3MI6OL5JFv0twKujrslI47239fZCnxjtbKlFdPNk9IZm7JY78SJ6iy2cA==",
                ""
            ),
        ])
    func reads(token: String, text: String) throws {
        let fernet = try Fernet(key: Self.key)
        #expect(try fernet.open(token) == Data(text.utf8))
    }

    @Test("what is sealed is read again, and differs each time", arguments: [0, 1, 15, 16, 17, 5000])
    func roundTrip(length: Int) throws {
        let fernet = try Fernet(key: Fernet.makeKey())
        let text = Data((0..<length).map { UInt8($0 % 251) })
        let first = try fernet.seal(text)
        let second = try fernet.seal(text)
        #expect(first != second)
        #expect(try fernet.open(first) == text)
        #expect(try fernet.open(second) == text)
    }

    @Test("a changed or cut token, or one of another key, is refused")
    func tampering() throws {
        let fernet = try Fernet(key: Self.key)
        let token = try fernet.seal(Data("secret".utf8))
        let bytes = Array(token.utf8)
        for index in stride(from: 0, to: bytes.count - 2, by: 7) {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: SyncStateError.self) { try fernet.open(String(decoding: changed, as: UTF8.self)) }
        }
        for text in ["", "gAAAAA", "not base64 at all!", String(token.prefix(60)), token + token] {
            #expect(throws: SyncStateError.self) { try fernet.open(text) }
        }
        let other = try Fernet(key: Fernet.makeKey())
        #expect { try other.open(token) } throws: { ($0 as? SyncStateError)?.code == .unsealable }
    }

    @Test(
        "keys are 32 bytes in URL-safe base64",
        arguments: ["", "short", "not base64 !!!", String(repeating: "A", count: 48)])
    func badKeys(key: String) {
        #expect { try Fernet(key: key) } throws: { error in
            (error as? SyncStateError)?.code == .invalidKey && (key.isEmpty || !"\(error)".contains(key))
        }
    }

    @Test("a fingerprint tells keys apart, and says nothing of the key")
    func fingerprints() throws {
        let first = try Fernet(key: Self.key)
        #expect(first.fingerprint == (try Fernet(key: String(Self.key.dropLast()))).fingerprint)
        #expect(first.fingerprint != (try Fernet(key: Fernet.makeKey())).fingerprint)
        #expect(!Self.key.contains(first.fingerprint))
    }
}
