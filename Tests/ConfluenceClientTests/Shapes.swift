/// Answers in the documented shapes, with the fields a test cares about.
enum Shape {
    static func page(
        _ id: Int, version: Int = 1, title: String? = nil, status: String = "current", parent: (String, String)? = nil,
        body: String? = nil, extra: String = ""
    ) -> String {
        """
        {"id":"\(id)","status":"\(status)","title":"\(title ?? "Page \(id)")","spaceId":"65539",
         "parentId":\(parent.map { "\"\($0.0)\"" } ?? "null"),"parentType":\(parent.map { "\"\($0.1)\"" } ?? "null"),"position":12,
         "authorId":"a1","ownerId":"a1","lastOwnerId":null,"createdAt":"2024-02-01T02:34:14.885Z",
         "version":{"number":\(version),"message":"","minorEdit":false,"authorId":"a2","createdAt":"2026-11-20T12:00:00.000Z"},
         "body":\(body.map { "{\"storage\":{\"representation\":\"storage\",\"value\":\"\($0)\"}}" } ?? "{}"),\(extra)
         "_links":{"editui":"/pages/resumedraft.action?draftId=\(id)","webui":"/spaces/ENG/pages/\(id)/T","tinyui":"/x/1YBy"}}
        """
    }

    /// One hit of `content/search` with the facts expanded.
    static func hit(
        _ id: Int, type: String = "page", version: Int = 1, title: String? = nil,
        ancestors: [(Int, String, String)] = [],
        labels: [String] = [], users: [String] = [], groups: [String] = [], body: String? = nil, space: String = "ENG",
        restrictions: String? = nil
    ) -> String {
        let steps = ancestors.map { #"{"id":"\#($0.0)","type":"\#($0.1)","status":"current","title":"\#($0.2)"}"# }
        let names = labels.map { #"{"prefix":"global","name":"\#($0)","id":"4","label":"\#($0)"}"# }
        let people = users.map { #"{"type":"known","accountId":"\#($0)","displayName":"N"}"# }
        let crowds = groups.map { #"{"type":"group","name":"\#($0)","id":"g-\#($0)"}"# }
        let read =
            restrictions
                ?? """
                {"read":{"operation":"read","restrictions":{"user":{"results":[\(people.joined(separator: ","))],"start":0,"limit":100,"size":\(users.count)},
                 "group":{"results":[\(crowds.joined(separator: ","))],"start":0,"limit":100,"size":\(groups.count)}}}}
                """
        return """
            {"id":"\(id)","type":"\(type)","status":"current","title":"\(title ?? "Page \(id)")","macroRenderedOutput":{},
             "space":{"id":65539,"key":"\(space)","name":"Engineering","type":"global","status":"current"},
             "history":{"latest":true,"createdBy":{"type":"known","accountId":"a1","displayName":"Ann"},"createdDate":"2021-09-14T07:39:42.016Z"},
             "version":{"by":{"type":"known","accountId":"a2","displayName":"Bob"},"when":"2021-09-14T07:50:42.122Z","number":\(version),"minorEdit":false},
             "ancestors":[\(steps.joined(separator: ","))],
             "metadata":{"labels":{"results":[\(names.joined(separator: ","))],"start":0,"limit":200,"size":\(labels.count),"_links":{}}},
             "restrictions":\(read),
             \(body.map { "\"body\":{\"storage\":{\"value\":\"\($0)\",\"representation\":\"storage\"}}," } ?? "")
             "_expandable":{"children":"/rest/api/content/\(id)/child"},"_links":{"webui":"/spaces/\(space)/pages/\(id)/T","tinyui":"/x/ewA"}}
            """
    }

    static func list(_ elements: [String], next: String? = nil) -> String {
        let link = next.map { #""next":"\#($0)","# } ?? ""
        return
            #"{"results":[\#(elements.joined(separator: ","))],"_links":{\#(link)"base":"https://acme.example/wiki"}}"#
    }

    static func restriction(users: [String] = [], groups: [String] = [], limit: Int = 100) -> String {
        let people = users.map { #"{"type":"known","accountId":"\#($0)"}"# }.joined(separator: ",")
        let crowds = groups.map { #"{"type":"group","name":"\#($0)","id":"g-\#($0)"}"# }.joined(separator: ",")
        return """
            {"results":[{"operation":"update","restrictions":{"user":{"results":[{"type":"known","accountId":"editor"}],"size":1},"group":{"results":[],"size":0}}},
             {"operation":"read","restrictions":{"user":{"results":[\(people)],"start":0,"limit":\(limit),"size":\(users.count)},
              "group":{"results":[\(crowds)],"start":0,"limit":\(limit),"size":\(groups.count)}}}],
             "start":0,"limit":100,"size":2,"restrictionsHash":"eyJ"}
            """
    }
}
