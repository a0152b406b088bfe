import HTTPTransport
import Testing

import struct Foundation.Date

@Suite("Addresses, headers, secrets")
struct ValueTests {
    @Test(
        "an address keeps what belongs to it",
        arguments: [
            ("https://Acme.atlassian.net/wiki", "https://acme.atlassian.net/wiki"),
            ("http://127.0.0.1:8090", "http://127.0.0.1:8090/"),
            ("https://wiki.corp:443/confluence/?a=b#part", "https://wiki.corp/confluence/?a=b"),
            (" https://wiki.corp/a b/ü?q=x y ", "https://wiki.corp/a%20b/%C3%BC?q=x%20y"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ])
    func parsing(text: String, wire: String) throws {
        #expect(try HTTPURL(text).text == wire)
    }

    @Test(
        "what is no http address is refused",
        arguments: [
            "", "wiki.corp", "ftp://wiki.corp/", "file:///etc/passwd", "https://", "https://user:pass@wiki.corp/",
            "https://wiki.corp:0/", "https://wiki.corp:99999/", "https://wiki corp/", "https://wiki.corp/\r\nHost: x",
        ])
    func refusing(text: String) {
        #expect(throws: HTTPError.self) { try HTTPURL(text) }
    }

    @Test(
        "a location is read from where it was found",
        arguments: [
            ("/b", "https://h/b"), ("b", "https://h/x/b"), ("?q", "https://h/x/a?q"), ("//o/p", "https://o/p"),
            ("http://o:81/p", "http://o:81/p"),
        ])
    func resolving(location: String, target: String) throws {
        #expect(try HTTPURL("https://h/x/a?z").resolving(location).text == target)
    }

    @Test("printing an address leaves its query out, printing a secret everything")
    func printing() throws {
        let url = try HTTPURL("https://media.example/file?token=abc")
        #expect("\(url)" == "https://media.example/file?…")
        let secret = Secret("hunter2")
        var dumped = ""
        dump(HTTPRequest(.get, url, authorization: secret).authorization, to: &dumped)
        #expect(!dumped.contains("hunter2"))
        #expect("\(secret) \(String(reflecting: secret))" == "*** ***")
    }

    @Test("a header value cannot start a header of its own")
    func injection() {
        let headers: HTTPHeaders = ["X-A": "one\r\nX-B: two"]
        #expect(headers["x-a"] == "one  X-B: two")
    }

    @Test("query names and values are encoded")
    func query() throws {
        let url = try HTTPURL("https://h/x").adding([("cql", "space = \"~a\" and title ~ \"1+1&2\""), ("limit", "5")])
        #expect(url.query == "cql=space%20%3D%20%22~a%22%20and%20title%20~%20%221%2B1%262%22&limit=5")
    }

    @Test(
        "Retry-After is seconds or a date",
        arguments: [
            ("1847", 1847.0), ("0", 0), ("1.5", 1.5), ("-3", 0), ("99999999", 86_400),
            ("Sun, 22 Nov 2026 12:00:30 GMT", 30), ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ])
    func retryAfter(text: String, seconds: Double) {
        let headers: HTTPHeaders = ["Retry-After": text, "Date": "Sun, 22 Nov 2026 12:00:00 GMT"]
        #expect(headers.retryAfter() == .seconds(seconds))
    }

    @Test("a Retry-After that says nothing is none", arguments: ["", "soon", "nan", "Sun, 99 Foo 2026 12:00:30 GMT"])
    func noRetryAfter(text: String) {
        #expect((["Retry-After": text] as HTTPHeaders).retryAfter() == nil)
    }

    @Test("a date header is read as RFC 9110 gives it")
    func httpDate() {
        #expect(Date(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT") == Date(timeIntervalSince1970: 784_111_777))
    }
}
