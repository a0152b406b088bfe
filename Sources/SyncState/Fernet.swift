import Crypto
import CryptoExtras
package import Foundation

/// Sealed texts as Python's `cryptography.fernet` reads and writes them (github.com/fernet/spec):
/// URL-safe base64 of 0x80, seconds since 1970 (u64, big endian), 16 bytes of IV, AES-128-CBC of the text,
/// and the HMAC-SHA256 of all before it.
package struct Fernet: Sendable {
    private let signingKey: SymmetricKey
    private let encryptionKey: SymmetricKey

    /// - Parameter key: 32 bytes in URL-safe base64, with or without padding.
    /// - Throws: ``SyncStateError`` `invalidKey`; the sentence does not quote it.
    package init(key: String) throws(SyncStateError) {
        guard let bytes = Data(urlSafeBase64: key), bytes.count == 32 else {
            throw SyncStateError(.invalidKey, "the secret key must be 32 bytes in URL-safe base64 (44 characters)")
        }
        signingKey = SymmetricKey(data: bytes.prefix(16))
        encryptionKey = SymmetricKey(data: bytes.suffix(16))
    }

    package static func makeKey() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.urlSafeBase64
    }

    /// Tells keys apart without telling anything of the key.
    package var fingerprint: String {
        var mac = HMAC<SHA256>(key: signingKey)
        mac.update(data: Data("key fingerprint".utf8))
        encryptionKey.withUnsafeBytes { mac.update(data: Data($0)) }
        return Data(mac.finalize()).prefix(12).urlSafeBase64
    }

    package func seal(_ text: some DataProtocol, at date: Date = Date()) throws -> String {
        let iv = AES._CBC.IV()
        var token = Data([0x80])
        withUnsafeBytes(of: UInt64(max(date.timeIntervalSince1970, 0)).bigEndian) { token.append(contentsOf: $0) }
        token.append(contentsOf: iv)
        token.append(try AES._CBC.encrypt(text, using: encryptionKey, iv: iv))
        token.append(contentsOf: HMAC<SHA256>.authenticationCode(for: token, using: signingKey))
        return token.urlSafeBase64
    }

    /// - Throws: ``SyncStateError`` `unsealable`, whatever the reason.
    package func open(_ token: String) throws(SyncStateError) -> Data {
        let failure = SyncStateError(.unsealable, "a sealed text was changed, or was sealed with another key")
        // Version, time, IV, at least one block, MAC.
        guard let bytes = Data(urlSafeBase64: token), bytes.count >= 73, bytes[0] == 0x80 else { throw failure }
        let signed = bytes.dropLast(32)
        guard HMAC<SHA256>.isValidAuthenticationCode(bytes.suffix(32), authenticating: signed, using: signingKey),
            let iv = try? AES._CBC.IV(ivBytes: Array(signed[9..<25])),
            let text = try? AES._CBC.decrypt(signed[25...], using: encryptionKey, iv: iv)
        else { throw failure }
        return text
    }
}

extension Data {
    init?(urlSafeBase64 text: String) {
        var core = text.replacing("-", with: "+").replacing("_", with: "/")
        while core.hasSuffix("=") { core.removeLast() }
        self.init(base64Encoded: core + String(repeating: "=", count: (4 - core.utf8.count % 4) % 4))
    }

    var urlSafeBase64: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }
}
