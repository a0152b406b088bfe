import RedisClient
import Testing

@Suite("Redis addresses")
struct AddressTests {
    @Test(
        "is described by where it leads, without the login",
        arguments: [
            ("redis://localhost", "localhost:6379"),
            ("redis://cache.example:7000/2", "cache.example:7000"),
            ("REDISS://user:pass@cache.example:7000", "cache.example:7000"),
            ("redis://:p@ss/w:rd@10.0.0.1:6380/1", "10.0.0.1:6380"),
            ("redis://[::1]:6380", "[::1]:6380"),
            ("redis://[fe80::1]", "[fe80::1]:6379"),
            ("unix:///run/redis/redis.sock", "/run/redis/redis.sock"),
            ("unix:///run/with%20space.sock?db=2", "/run/with space.sock"),
            ("redis-cluster://user:pass@a,b:7000,[::1]:7001", "a:6379, b:7000, [::1]:7001"),
            (
                "redis-sentinel://user:p,@ss@a,b:26380/main?sentinel_password=pass&db=3",
                "the primary main of the sentinels a:26379, b:26380"
            ),
            ("rediss-sentinel://a/main?ca=/ca.pem&sentinel_user=user", "the primary main of the sentinels a:26379"),
        ])
    func described(url: String, description: String) throws {
        let address = try RedisAddress(url: url)
        #expect(address.description == description)
        #expect(String(reflecting: address) == description)
    }

    @Test(
        "that cannot be used is refused without showing it",
        arguments: [
            "", "localhost:6379", "http://host", "redis://", "redis://:6379", "redis://host:port", "redis://host:0",
            "redis://host:99999", "redis://:secret@host:x", "redis://host/secret", "redis://host/-1",
            "redis://secret%zz@host",
            "redis://host?secret=1", "unix://", "unix://host/path", "rediss://host?cert=/secret", "redis://[::1",
            "redis://secret:secret@", "redis://:secret@a,b", "redis-sentinel://:secret@host",
            "redis-sentinel:///secret",
            "redis-sentinel://:secret@a,,b/name", "redis-sentinel://:secret@a,b:0/name", "redis-cluster://a,b/1",
            "redis://host?sentinel_password=secret", "redis-sentinel://host/name?db=secret",
        ])
    func refused(url: String) {
        let error = #expect(throws: RedisError.self) { try RedisAddress(url: url) }
        #expect(error?.code == .invalidAddress)
        #expect(error?.description.contains("secret") == false)
    }

    @Test(
        "a script is named by the SHA-1 of its source",
        arguments: [
            // RFC 3174, section 7.3, and the empty message of FIPS 180.
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
            (String(repeating: "a", count: 1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ])
    func sha1(source: String, digest: String) {
        #expect(RedisScript(name: "x", source: source).sha1 == digest)
    }
}
