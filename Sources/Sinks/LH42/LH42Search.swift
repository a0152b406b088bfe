/// A search by metadata.
struct LH42Search {
    /// Only there because a search needs some.
    var words: String
    var externalID: String
    /// Just this version, or every other one.
    var syncToken: (token: String, isWanted: Bool)?
    /// Look only there.
    var collection: String?

    /// A document has many pieces: asking for one version at a time keeps a long one from crowding out another.
    static func all(_ externalID: String, words: String, syncToken: String?, collection: String?) -> [LH42Search] {
        let search = LH42Search(words: words, externalID: externalID, collection: collection)
        guard let syncToken else { return [search] }
        return [true, false].map { isWanted in
            var search = search
            search.syncToken = (syncToken, isWanted)
            return search
        }
    }

    var body: [UInt8] {
        var body = Array("{\"query\":".utf8)
        JSONText.append(words.trimmed.isEmpty ? externalID : words, to: &body)
        body += #","mode":"hybrid","top_k":100,"min_score":0,"include_content":false,"include_metadata":false,"#.utf8
        if let collection {
            body += #""collection_ids":["#.utf8
            JSONText.append(collection, to: &body)
            body += "],".utf8
        }
        body += #""filters":["#.utf8
        append("external_id", "eq", externalID, to: &body)
        if let syncToken {
            body.append(UInt8(ascii: ","))
            append("sync_token", syncToken.isWanted ? "eq" : "ne", syncToken.token, to: &body)
        }
        body += "]}".utf8
        return body
    }

    private func append(_ key: String, _ comparison: String, _ value: String, to body: inout [UInt8]) {
        body += #"{"field":"metadata.\#(key)","operator":"\#(comparison)","value":"#.utf8
        JSONText.append(value, to: &body)
        body.append(UInt8(ascii: "}"))
    }
}
