import NIOCore
import NIOSSL

/// The TLS layer of a `rediss://` address; the certificate is always verified.
enum RedisTLS {
    /// - Throws: ``RedisError`` with code `tls` for files that cannot be used.
    static func context(for settings: RedisAddress.TLS, address: RedisAddress) throws(RedisError) -> NIOSSLContext {
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            if let file = settings.authorityFile {
                configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
            }
            if let certificate = settings.certificateFile, let key = settings.keyFile {
                configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
                configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            }
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw RedisError(.tls, "the certificate files for \(address) cannot be used: \(error)")
        }
    }

    static func handler(_ context: NIOSSLContext, settings: RedisAddress.TLS, address: RedisAddress) throws
        -> NIOSSLClientHandler
    {
        guard case .tcp(let host, _) = address.endpoint else {
            return try NIOSSLClientHandler(context: context, serverHostname: nil)
        }
        let name = settings.serverName ?? host
        // An IP address is no server name (RFC 6066, section 3); the certificate is then checked against the address.
        let isIP = (try? SocketAddress(ipAddress: name, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isIP ? nil : name)
    }
}
